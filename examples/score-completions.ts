/** The README's example: layout and multiple-choice accuracy of three completions of one prompt. */
import { format, mcqAccuracy, score, weightedSum } from 'corl-rewards'

const reward = weightedSum([
  [1, format()],
  [0.8, mcqAccuracy()],
])
const question = 'What is the capital of France?\nA. London\nB. Paris\nC. Rome'
const outcomes = await score(reward, [
  { completion: '<think>Seine</think><answer>(B)</answer>', answer: 'B', question },
  { completion: '<think>Seine</think><answer>B or C</answer>', answer: 'B', question },
  { completion: 'Paris', answer: 'B', question },
])
for (const outcome of outcomes) console.log(outcome._tag === 'Scored' ? outcome.value : outcome)

// Output:
// 1.8
// 1
// 0.8
