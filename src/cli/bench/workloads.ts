import { captionAndPrompt } from './captions.js'
import { imageGroups } from './images/pictures.js'
import { asked, captioned, type BenchSample, tokenPairs, withTokens } from './samples.js'
import { type Random, seeded } from './random.js'

/** Of every completion, in UTF-16 units: the length at which the originals were timed. */
export const COMPLETION_LENGTH = 524

/** Distinct samples of a workload: more than fit a small cache by accident, few enough to be made in no time. */
export const WORKLOAD_SIZE = 1024

/** Completions of one question, as a trainer samples them. */
const GROUP_SIZE = 8

const TOKENS = 192

const FILLER = ['the', 'picture', 'shows', 'a', 'man', 'near', 'two', 'red', 'boats', 'so', 'it', 'is', 'less'] as const
const OPTIONS = ['a red car', 'a blue boat', 'two brown dogs', 'the old bridge', 'a wooden chair'] as const
const LETTERS = ['A', 'B', 'C', 'D'] as const
const NUMBERS = [
  ['3', 'three'],
  ['12', 'twelve'],
  ['40', 'forty'],
] as const
const CLASSES = ['golden retriever', 'steam train', 'tennis racket', 'mountain bike'] as const

const filler = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) text += `${random.pick(FILLER)} `
  return text.slice(0, length)
}

/** A completion of the fixed length around `answer`. */
const around = (random: Random, answer: string): string => {
  const frame = ['<think>', '</think><answer>', answer, '</answer>'] as const
  return frame[0] + filler(random, COMPLETION_LENGTH - frame.join('').length) + frame.slice(1).join('')
}

const layout = (random: Random): BenchSample => {
  const completion = around(random, random.pick(OPTIONS))
  // One in four is malformed: the work until that is seen is work too.
  return { completion: random.below(4) === 0 ? completion.replace('</think>', ' the end') : completion }
}

const choice = (random: Random, row: number): BenchSample => {
  const first = Math.floor(row / GROUP_SIZE) % OPTIONS.length
  const options = LETTERS.map((_, i) => OPTIONS[(first + i) % OPTIONS.length] ?? '')
  const named = random.below(LETTERS.length)
  const [letter, text] = [LETTERS[named] ?? 'A', options[named] ?? '']
  const answer = random.pick([letter, `(${letter})`, `${letter}. ${text}`, text])
  return { completion: around(random, answer), answer: LETTERS[first % LETTERS.length], options }
}

const openEnded = (random: Random): BenchSample => {
  const [digits, word] = random.pick(NUMBERS)
  const gold = random.pick(OPTIONS)
  const [answer, said] = random.pick([
    [gold, gold],
    [gold, random.pick(OPTIONS)],
    [gold, `${gold} there`],
    [digits, word],
  ] as const)
  return { completion: around(random, said), answer }
}

const classified = (random: Random): BenchSample => {
  const answer = random.pick(CLASSES)
  const said = random.pick([answer, `a ${answer}`, random.pick(CLASSES)])
  return { completion: around(random, said), answer, caption: `a photo of a ${random.pick(CLASSES)} in the park` }
}

const tokens = (random: Random): BenchSample => ({
  ...openEnded(random),
  completionIds: Array.from({ length: 64 + random.below(TOKENS - 64) }, () => random.below(50)),
})

/** For a reward nothing is known of: every field a reward of text may read. */
const everything = (random: Random, row: number): BenchSample => ({
  ...classified(random),
  ...tokens(random),
  ...choice(random, row),
  prompt: 'What do you see?',
  question: 'What do you see?',
})

const makers: Readonly<Record<string, (random: Random, row: number) => BenchSample>> = {
  format: layout,
  'format-tags': layout,
  'think-format': layout,
  mcq: choice,
  'open-ended': openEnded,
  exact: openEnded,
  containment: classified,
  'answer-in-caption': classified,
  'length-cosine': tokens,
  repetition: tokens,
  overlong: tokens,
  spice: (_, row) => captionAndPrompt(row),
  'bert-score': (_, row) => captionAndPrompt(row),
  'corl/stage2-mcq': choice,
  'corl/stage2-open-ended': openEnded,
}

/** What is said of a workload below the figures. */
export const WORKLOAD_NOTES: ReadonlyMap<string, string> = new Map([
  [
    'spice',
    'pairs of texts of about 11 words, all different, nothing remembered between batches: two texts are parsed a sample.',
  ],
  ['corl/cycle-lite', 'groups of 8 images of 224x224 with one reference and one prompt, captions given, in memory.'],
  ['text-image-matching', 'features of 576 and 32 tokens of width 2048, in memory; sums in float64.'],
  [
    'text-image-matching/fast',
    "the same samples by the engine 'fast': float32 in onnxruntime, on all threads of the machine.",
  ],
])

/** Rewards that would do a batch with the same sample twice faster than any real one. */
const REMEMBERS: ReadonlySet<string> = new Set(['spice', 'bert-score'])

/** Groups of images, each with one reference. All images differ, and so many that no batch holds one twice. */
const IMAGE_GROUPS = 8

/** Groups where each sample has megabytes of features. */
const TOKEN_GROUPS = 2

/** Samples that hold pixels or features: few, and none of them comes twice in a batch. */
const large = new Map<string, () => ReadonlyArray<BenchSample>>([
  ['lpips', () => imageGroups(IMAGE_GROUPS)],
  ['ssim', () => imageGroups(IMAGE_GROUPS)],
  ['clip', () => asked(IMAGE_GROUPS)],
  ['recaption', () => asked(IMAGE_GROUPS)],
  ['corl/cycle', () => asked(IMAGE_GROUPS)],
  ['corl/cycle-lite', () => captioned(asked(IMAGE_GROUPS))],
  ['text-image-matching', () => tokenPairs(TOKEN_GROUPS * GROUP_SIZE)],
  ['corl/stage1', () => mixed(withTokens(asked(TOKEN_GROUPS)))],
  ['corl/stage2-generation', () => withTokens(asked(TOKEN_GROUPS))],
])

/** Images and answers side by side, as many of both. */
const mixed = (images: ReadonlyArray<BenchSample>): ReadonlyArray<BenchSample> => {
  const answers = workload('mcq')
  return images.flatMap((image, row) => [image, answers[row] as BenchSample])
}

/** Whether a reward's workload is of images or features: it is smaller, and does not go round in a batch. */
export const isOfImages = (id: string): boolean => large.has(id)

/** Whether a batch must not be larger than the workload. */
export const isOnceABatch = (id: string): boolean => isOfImages(id) || REMEMBERS.has(id)

/**
 * The fixed samples of a reward, the same in every run.
 *
 * @param id - A reward's id; for one without a workload of its own `example` is repeated, or every field is given.
 */
export const workload = (id: string, example?: BenchSample): ReadonlyArray<BenchSample> => {
  const few = large.get(id)
  if (few !== undefined) return few()
  const random = seeded(id.length)
  const make = Object.hasOwn(makers, id) ? makers[id] : undefined
  const samples = Array.from({ length: WORKLOAD_SIZE }, (_, row) =>
    make === undefined && example !== undefined ? example : (make ?? everything)(random, row),
  )
  // As if read from a file: flat strings, and nothing shared between samples.
  return JSON.parse(JSON.stringify(samples)) as ReadonlyArray<BenchSample>
}
