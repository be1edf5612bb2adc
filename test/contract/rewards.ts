import { isLeft, right } from 'fp-ts/lib/Either.js'
import { imageReader } from '../../src/adapters/image/read-image.js'
import * as core from '../../src/core/index.js'
import { distort, formulaImage } from '../../src/formula/image.js'
import type { Image } from '../../src/image/image.js'
import { loadLpips } from '../../src/lpips/index.js'
import { spiceReward } from '../../src/spice/index.js'
import { ssimReward } from '../../src/ssim/index.js'
import { answerInCaption, containment, exactMatch, mcqAccuracy, openEndedAccuracy } from '../../src/accuracy/index.js'
import { format, formatTags, thinkFormat } from '../../src/format/index.js'
import { lengthCosine, overlongPunishment, repetitionPenalty } from '../../src/shaping/index.js'
import { composed } from './composed.js'
import { type Row, row } from './row.js'

const unit = core.unitRange

/** 1 for a b, 0 for an a; skips the empty text, fails on a c. */
const letter = core.fromPointwise<{ readonly completion: string }>(
  { name: 'letter', range: unit, fields: ['completion'] },
  ({ completion }) => {
    if (completion === '') return core.skipped('missing-field', 'nothing written')
    if (completion.includes('c')) {
      return core.failed({
        _tag: 'InvalidInput',
        reward: 'letter',
        field: 'completion',
        expected: 'a or b',
        received: 'c',
      })
    }
    return core.scored(completion.startsWith('b') ? 1 : 0, { length: completion.length })
  },
)

const length = core.fromPointwise<{ readonly completion: string }>(
  { name: 'length', range: { min: 0, max: Infinity } },
  async ({ completion }) => completion.length,
)

const share = core.fromBatch<{ readonly completion: string }>({ name: 'share', range: unit }, (batch) =>
  batch.map((sample) => {
    // What a batch judge cannot read it must fail by itself: an exception would take the neighbours along.
    try {
      return 1 / (1 + sample.completion.length)
    } catch (cause) {
      return core.failed(core.unexpected('share', cause))
    }
  }),
)

const letters = ['b', 'a', '', 'c', 'bbb', 'b'].map((completion) => ({ completion }))
const { sum, weightedSum, product } = core

const algebra: ReadonlyArray<Row> = [
  row(core.constant(0.5), letters),
  row(core.constant(-0), [null, undefined, 1]),
  row(core.skipAll, letters),
  row(letter, letters),
  row(length, letters),
  row(share, letters),
  row(sum([letter, length]), letters),
  row(sum([letter, length, share], { skips: 'trl' }), letters),
  row(sum([letter, letter, share], { skips: 'renormalize' }), letters),
  row(sum([]), letters),
  row(
    weightedSum(
      [
        [-2, letter],
        [0, length],
        [0.8, share],
      ],
      { skips: 'trl' },
    ),
    letters,
  ),
  row(product([letter, share]), letters),
  row(product([letter, share], { skips: 'trl' }), letters),
  row(core.scale(letter, -3), letters),
  row(core.clamp(length, 1, 2), letters),
  row(core.normalize(core.scale(letter, 4)), letters),
  row(core.mapScore(length, Math.log1p, { range: { min: 0, max: 800 } }), letters),
  row(core.named(letter, '__proto__'), letters),
  row(sum([core.named(letter, '__proto__'), core.named(share, '__proto__')]), letters),
  row(core.gate(letter, length), letters),
  row(core.gate(letter, length, { otherwise: 0 }), letters),
  row(core.fallback(letter, share, { on: 'both' }), letters),
  row(
    core.contramap(letter, (text: string) => ({ completion: text })),
    ['a', 'b', 'c', ''],
  ),
  row(
    core.onlyWhere(letter, (sample: { readonly completion: string }) => right(sample.completion.length < 3)),
    letters,
  ),
  row(core.cached(letter), letters),
  row(core.cached(sum([letter, length]), { maxEntries: 1 }), letters),
  row(core.retry(letter, { delayMs: 0, on: ['InvalidInput'] }), letters),
  row(core.timeout(length, 10_000), letters),
  row(core.concurrency(length, { limit: 2, batchSize: 2 }), letters),
  row(core.gate(core.fallback(letter, core.constant(1)), core.cached(sum([share, core.scale(length, 0.1)]))), letters),
]

const completions = [
  { completion: '<think>2 + 2</think>\n<answer>4</answer>' },
  { completion: '<think>2 + 2</think><answer>4' },
  { completion: '' },
  { completion: null },
  { completion: `<think>${'so '.repeat(200)}</think><answer>so</answer>` },
]

const answered = ['4', 'four', 'a red car', '<answer>4</answer>', ''].flatMap((answer) =>
  completions.slice(0, 3).map((sample) => ({ ...sample, answer })),
)

const options = ['a red car', 'a dog', 'four', '4']
const choices = [
  { completion: '<answer>B</answer>', answer: 'B', options },
  { completion: '<answer>(b) a dog</answer>', answer: '<answer>B</answer>', options },
  { completion: '<answer>A or C</answer>', answer: 'B', options },
  { completion: '', answer: 'B', options },
  { completion: '<answer>B</answer>', answer: 'none of them', options },
]

const captioned = ['a red car by 4 trees', '', null].flatMap((caption) =>
  answered.slice(0, 9).map((sample) => ({ ...sample, caption })),
)

const rollouts = completions.map((sample, i) => ({
  ...sample,
  completionIds: Array.from({ length: 10 * i }, (_, id) => id % 7),
  answer: '4',
}))

const text: ReadonlyArray<Row> = (['paper', 'released'] as const).flatMap((variant) => [
  row(format({ variant }), completions),
  row(formatTags({ variant }), completions),
  row(mcqAccuracy({ variant }), choices),
  row(mcqAccuracy({ variant, credit: 'graded' }), choices),
  row(mcqAccuracy({ variant, branch: 'mc' }), choices),
  row(openEndedAccuracy({ variant }), answered),
  row(openEndedAccuracy({ variant, words: 'stemmed' }), answered),
  row(exactMatch({ variant }), answered),
  row(containment({ variant }), answered),
  row(answerInCaption({ variant }), captioned),
])

const shaping: ReadonlyArray<Row> = [
  row(thinkFormat(), completions),
  row(lengthCosine({ correct: exactMatch(), maxLength: 30 }), rollouts),
  row(repetitionPenalty(), rollouts),
  row(repetitionPenalty({ unit: 'words', ngramSize: 1, maxPenalty: -2 }), completions),
  row(overlongPunishment({ maxCompletionLength: 30, cacheLength: 10 }), rollouts),
]

/** Sums as they are trained with. */
const mixed: ReadonlyArray<Row> = [
  row(
    weightedSum(
      [
        [0.8, sum([openEndedAccuracy(), format()])],
        [0.2, repetitionPenalty()],
      ],
      { skips: 'trl' },
    ),
    rollouts,
  ),
  row(core.gate(format(), core.cached(mcqAccuracy()), { otherwise: 0 }), choices),
]

const boards = ['checker', 'discs'] as const
const [board, discs] = boards.map((kind) => formulaImage(kind, 24, 20)) as [Image<'uint8'>, Image<'uint8'>]
const large = formulaImage('clouds', 180, 178)
const images = [
  { image: distort(board, 'blur'), reference: board },
  { image: board, reference: board },
  { image: distort(board, 'noise'), reference: board },
  { image: distort(board, 'noise'), reference: discs },
  { image: discs, reference: large },
  { image: { data: [1, 2, 3], width: 1, height: 1 }, reference: board },
  { image: 'no-such-file.png', reference: board },
  { image: distort(large, 'cast'), reference: large },
]

const network = await loadLpips({ net: 'squeeze', weights: 'formula', layers: true })()
if (isLeft(network)) throw new Error(core.showError(network.left))

const vision: ReadonlyArray<Row> = [
  row(network.right, images),
  row(ssimReward({ read: imageReader() }), images),
  row(ssimReward({ read: imageReader(), measure: 'ms-ssim', size: [180, 176] }), images),
]

const scenes = [
  { caption: 'A man rides a brown horse.', prompt: 'A man is riding a horse on a beach.' },
  { caption: null, completion: 'two dogs on a red sofa', prompt: ['Two dogs.', 'A red couch with dogs.'] },
  { completion: null, prompt: 'A dog runs.' },
  { caption: 'running', prompt: 'A dog runs.' },
  { caption: 'A dog runs.', prompt: null },
  { caption: 'dog '.repeat(30_000), prompt: 'A dog runs.' },
]

const spice: ReadonlyArray<Row> = [
  row(spiceReward(), scenes),
  row(spiceReward({ variant: 'released', categories: true }), scenes),
  row(spiceReward({ match: 'soft', cachedTexts: 1 }), scenes),
]

/** Every reward there is, by every combinator. A new one is a line here. */
export const rewards: ReadonlyArray<Row> = [...algebra, ...text, ...shaping, ...vision, ...spice, ...mixed, ...composed]
