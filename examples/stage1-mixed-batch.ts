/** Stage 1 of CoRL trains one policy for both tasks: in its batches, images and answers stand side by side, and each gets the terms of its kind. */
import * as E from 'fp-ts/lib/Either.js'
import { score, showError, valueOf } from 'corl-rewards'
import { corlStages, fromSpec } from 'corl-rewards/presets'

/** An image of one colour with a square of another: pixels, as a trainer has them. */
const picture = (square: ReadonlyArray<number>) => {
  const [width, height] = [32, 32]
  const inside = (i: number): boolean => [i % width, Math.floor(i / width)].every((at) => at >= 8 && at < 24)
  const data = Array.from({ length: width * height }, (_, i) => (inside(i) ? square : [90, 160, 80])).flat()
  return { data, width, height }
}
const red = picture([200, 40, 40])
const prompt = 'A red square on a green field.'
const answering = { question: 'How many squares are there?\nA. One\nB. Two', answer: 'A' }
// Features of image and text tokens in the policy's own space, for R_TIM; masks leave out the padding.
const tokens = {
  imageTokens: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  textTokens: [
    [1, 0, 0],
    [0, 0.8, 0.6],
  ],
}

const samples = [
  { prompt, image: red, reference: red, caption: 'a red square on a green field', ...tokens },
  { prompt, image: picture([40, 40, 200]), reference: red, caption: 'a blue square', ...tokens },
  { ...answering, completion: '<think>one square</think><answer>A</answer>' },
  { ...answering, completion: 'It is B.' },
]

// Without a checkpoint R_cycle is (SSIM + SPICE of the captions above) / 2. With `corl models pull lpips-vgg blip-base` this line is
// 'corl/stage1', the paper's reward, and the captions can go.
const spec = { 'corl/stage1': { cycle: 'lite' } } as const

const loaded = await fromSpec(spec)()
if (E.isLeft(loaded)) throw new Error(showError(loaded.left))
const { groupSize, kl, lambda } = corlStages.unified
console.log(`groups of ${groupSize}, KL term: ${kl}, lambda ${lambda}`)
for (const outcome of await score(loaded.right, samples)) {
  // Terms of the other kind are skipped; R_Acc + R_Format count lambda times.
  const terms = Object.entries(outcome.parts ?? {}).map(([name, part]) => `${name} ${valueOf(part)?.toFixed(3) ?? '-'}`)
  console.log(valueOf(outcome)?.toFixed(3) ?? outcome, '=', terms.join(', '))
}
await loaded.right[Symbol.asyncDispose]?.()

// Output:
// groups of 8, KL term: false, lambda 0.8
// 1.900 = R_cycle 1.000, R_TIM 0.900, R_Acc -, R_Format -
// 1.301 = R_cycle 0.401, R_TIM 0.900, R_Acc -, R_Format -
// 1.600 = R_cycle -, R_TIM -, R_Acc 1.000, R_Format 1.000
// 0.000 = R_cycle -, R_TIM -, R_Acc 0.000, R_Format 0.000
