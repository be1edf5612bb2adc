/** A reward as data: from JSON to a reward and back, and what a mistake in it says. */
import * as E from 'fp-ts/lib/Either.js'
import { score, showError } from 'corl-rewards'
import { fromSpec, toSpec } from 'corl-rewards/presets'

const spec = {
  weightedSum: [
    [1, 'format'],
    [0.8, { mcq: { variant: 'released' } }],
  ],
  skips: 'trl',
}
const loaded = await fromSpec(spec)()
if (E.isRight(loaded)) {
  console.log(loaded.right.meta.name, JSON.stringify(loaded.right.meta.range))
  const sample = { completion: '<think>a</think><answer>B or C</answer>', answer: 'B' }
  const [outcome] = await score(loaded.right, [sample])
  console.log(outcome?._tag === 'Scored' && outcome.value.toFixed(3))
  const back = toSpec(loaded.right)
  console.log(E.isRight(back) && JSON.stringify(back.right))
}

const wrong = await fromSpec({
  weightedSum: [
    [1, 'format'],
    [0.8, { mcq: { variant: 'relased' } }],
  ],
})()
if (E.isLeft(wrong)) console.log(showError(wrong.left))

// Output:
// format + 0.8*mcq {"min":0,"max":1.8}
// 1.267
// {"weightedSum":[[1,"format"],[0.8,{"mcq":{"variant":"released"}}]],"skips":"trl"}
// spec: expected one of "paper", "released" for `weightedSum[1][1].mcq.variant`, got "relased"
