/** Questions of two kinds in one batch: what does not apply is skipped, and the skip rule says what that does to the sum. */
import { exactMatch, mcqAccuracy, score, showError, type SkipRule, weightedSum } from 'corl-rewards'

const samples = [
  { completion: '<answer>B</answer>', answer: 'B', options: ['4', '6'] },
  { completion: '<answer>six</answer>', answer: '6' },
  { completion: '<answer>six</answer>' },
]

for (const skips of ['strict', 'trl', 'renormalize'] satisfies ReadonlyArray<SkipRule>) {
  const reward = weightedSum(
    [
      [1, mcqAccuracy()],
      [0.5, exactMatch()],
    ],
    { skips },
  )
  for (const outcome of await score(reward, samples)) {
    if (outcome._tag === 'Scored') console.log(skips, outcome.value)
    else
      console.log(skips, outcome._tag, outcome._tag === 'Skipped' ? outcome.reason.message : showError(outcome.error))
  }
}

// Output:
// strict 1.5
// strict Skipped mcq: the gold answer "6" names no single option; no options are given
// strict Skipped mcq: the sample has no gold answer in `answer`
// trl 1.5
// trl 0.5
// trl Skipped mcq: the sample has no gold answer in `answer`
// renormalize 1.5
// renormalize 1.5
// renormalize Skipped mcq: the sample has no gold answer in `answer`
