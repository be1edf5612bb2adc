import * as E from 'fp-ts/lib/Either.js'
import { mcqAccuracy, openEndedAccuracy } from '../../src/accuracy/index.js'
import { imageReader } from '../../src/adapters/image/read-image.js'
import { type BertScoreModel, bertScoreReward } from '../../src/bert-score/index.js'
import { type ClipModel, clipReward } from '../../src/clip/index.js'
import type { Reward } from '../../src/core/index.js'
import { format } from '../../src/format/index.js'
import { distort, formulaImage } from '../../src/formula/image.js'
import type { LoadedReward } from '../../src/presets/index.js'
import { cycle } from '../../src/presets/recipes/cycle.js'
import { cycleLite } from '../../src/presets/recipes/cycle-lite.js'
import { stage1, stage2Generation, stage2Mcq, stage2OpenEnded } from '../../src/presets/recipes/stages.js'
import { type Captioner, recaption } from '../../src/recaption/index.js'
import { spiceReward } from '../../src/spice/index.js'
import { ssimReward } from '../../src/ssim/index.js'
import { textImageMatching } from '../../src/text-image-matching/index.js'
import type { Row } from './row.js'

const board = formulaImage('checker', 24, 20)
const large = formulaImage('clouds', 180, 178)
const read = imageReader()
const prompt = 'A man is riding a horse on a beach.'

/** Has words for small images alone. */
const rider: Captioner = {
  name: 'rider',
  deterministic: true,
  caption: (images) => async () =>
    E.right(
      images.map(({ width }) =>
        width < 100
          ? E.right('A man rides a brown horse.')
          : E.left({
              _tag: 'InvalidInput',
              reward: 'recaption',
              field: 'image',
              expected: 'an image that rider captions',
              received: `${width} pixels`,
            }),
      ),
    ),
}

const captioned = [
  { image: board, prompt },
  { image: distort(board, 'noise'), prompt: [prompt, 'A beach.'] },
  { image: large, prompt },
  { caption: 'A horse on a beach.', prompt },
  { image: 'no-such-file.png', prompt },
  { image: board, prompt: null },
  { prompt },
]

const numberOf = (text: string, at: number): number => (text.charCodeAt(at % Math.max(1, text.length)) || 1) / 128

/** Looks at a text's letters, and at an image's first pixel. */
const letters: ClipModel & BertScoreModel = {
  name: 'letters',
  specialIds: [0, 1],
  embedImages: (images) => async () =>
    E.right(images.map(({ data }) => E.right(Float32Array.of(1, ...[0, 1, 2].map((i) => (data[i] ?? 0) / 255))))),
  embedTexts: (texts) => async () =>
    E.right(texts.map((text) => E.right(Float32Array.from([0, 1, 2, 3], (i) => numberOf(text, i))))),
  tokens: (text) => E.right([0, ...Array.from(text.slice(0, 50), (letter) => letter.charCodeAt(0)), 1]),
  embed: (texts) => async () =>
    E.right(
      texts.map((text) => {
        const ids = [0, ...Array.from(text.slice(0, 50), (letter) => letter.charCodeAt(0)), 1]
        return E.right({ ids, vectors: Float32Array.from(ids.flatMap((id) => [1, id / 128, (id % 7) / 7])) })
      }),
    ),
}

const texts = [
  { caption: 'a man on a horse', prompt },
  { caption: null, completion: 'two dogs', prompt: ['Two dogs.', 'Dogs.'] },
  { completion: null, prompt },
  { caption: 'a dog', prompt: null },
  { caption: '', prompt },
]

const tokens = [
  { imageTokens: [[1, 0], [0, 1]], textTokens: [[1, 0]] }, // prettier-ignore
  { imageTokens: [[3, 4]], textTokens: [[0, 1], [9, 9]], textMask: [1, 0] }, // prettier-ignore
  { imageTokens: [[0, 0]], textTokens: [[1, 2]] },
  { imageTokens: [[1, 0]], textTokens: [[1, 0, 0]] },
  { imageTokens: [[NaN]], textTokens: [[1]] },
  { imageTokens: [[1, 0]] },
]

/** A reward as the recipes take it: it looks at a sample before it uses it. */
const loaded = (reward: Reward<never>): LoadedReward => reward as LoadedReward

const judge = loaded(spiceReward())
const ssim = ssimReward({ read })
const cycles = {
  paper: cycle({ variant: 'paper', image: ssim, captioner: rider, judge, read }),
  released: cycle({
    variant: 'released',
    image: ssim,
    captioner: rider,
    judge: loaded(bertScoreReward(letters)),
    read,
  }),
}

const generated = captioned.map((sample, i) => ({ reference: board, ...tokens[i % 2], ...sample }))
const answered = [
  { completion: '<think>hm</think><answer>B</answer>', answer: 'B', options: ['a dog', 'a cat'] },
  { completion: '<think>hm</think><answer>a red car</answer>', answer: 'red car' },
  { completion: null, answer: 'B' },
  { completion: 'B', answer: 'none of them', options: ['a dog', 'a cat'] },
  { completion: 'B' },
]
const terms = {
  cycle: cycles.paper,
  matching: textImageMatching(),
  mcq: mcqAccuracy(),
  openEnded: openEndedAccuracy(),
  format: format(),
}

/** The samples are what a caller from JavaScript may hand in. */
const row = (reward: Reward<never>, samples: ReadonlyArray<unknown>): Row => ({ reward, samples })

/** Rewards that a captioner or another network has a part in, with stand-ins that answer at once, and the recipes of them. */
export const composed: ReadonlyArray<Row> = [
  row(recaption({ captioner: rider, judge: spiceReward(), read }), captioned),
  row(
    clipReward(letters, { read }),
    captioned.filter((sample) => !Array.isArray(sample.prompt)),
  ),
  row(bertScoreReward(letters), texts),
  row(bertScoreReward(letters, { variant: 'released' }), texts),
  row(textImageMatching(), tokens),
  row(textImageMatching({ absent: 'skip' }), [...tokens, { completion: 'a dog' }]),
  row(cycles.paper, generated),
  row(cycles.released, generated),
  row(
    cycleLite(ssim, judge),
    generated.map((sample) => ({ caption: 'A horse on a beach.', ...sample })),
  ),
  row(stage1(terms), [...generated, ...answered, { ...generated[0], ...answered[0] }]),
  row(stage1({ ...terms, cycle: cycles.released }, -2), [...generated, ...answered]),
  row(stage2Generation(terms), generated),
  row(stage2Mcq(terms), answered),
  row(stage2OpenEnded(terms), answered),
]
