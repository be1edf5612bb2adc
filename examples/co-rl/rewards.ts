/** What answers and pictures earn: by the rewards of this library alone. */
import { format, formatTags, mcqAccuracy, type Reward, score, showError, thinkFormat } from 'corl-rewards'
import { floatImage, type ReadImage } from 'corl-rewards/image'
import { ssimReward } from 'corl-rewards/ssim'
import { textImageMatching } from 'corl-rewards/text-image-matching'
import { type Answers, type Policy, wordFeatures } from './policy.js'
import { CAPTION_WORDS, GRID, type Prompt, RGB, textOf } from './tasks.js'

/** A row for each answer or picture, a column for each reward. */
export type Scores = ReadonlyArray<ReadonlyArray<number>>

/**
 * Of answers: R_Acc and R_Format, and two rewards that lead there. A policy that knows nothing writes the layout by chance a few times in
 * 10,000 answers, and `format` gives no part of its 1 for a part of it.
 */
const TEXT = [mcqAccuracy(), format(), formatTags(), thinkFormat()] as const

/** What they count. With more for the layout, policies learn to answer with nothing between the tags before they learn to answer. */
export const TEXT_WEIGHTS = [1, 0.5, 1, 0.3] as const

/** Pixels a side of a cell: SSIM wants at least 6 a side of the picture. */
const CELL_PX = 2
const SIDE_PX = GRID * CELL_PX

/** A picture by its name, a digit a cell. */
const readPicture: ReadImage = (name, owner) => {
  const cells = Array.from(String(name), Number)
  const data = new Float32Array(3 * SIDE_PX ** 2)
  for (let at = 0; at < SIDE_PX ** 2; at++) {
    const [x, y] = [at % SIDE_PX, Math.floor(at / SIDE_PX)]
    data.set(RGB[cells[Math.floor(y / CELL_PX) * GRID + Math.floor(x / CELL_PX)]!]!, 3 * at)
  }
  return () => Promise.resolve(floatImage('unit', { data, width: SIDE_PX, height: SIDE_PX }, owner))
}

/** Of pictures: likeness to the one that was asked for, and R_TIM, cells against the words of the caption in the policy's own features. */
const [ssim, matching] = [ssimReward({ read: readPicture }), textImageMatching()]

/** The values of one reward. A sample that cannot be judged is a mistake of this program: none is passed over. */
const valuesOf = async <S>(reward: Reward<S>, samples: ReadonlyArray<S>): Promise<ReadonlyArray<number>> =>
  (await score(reward, samples)).map((outcome) => {
    if (outcome._tag === 'Scored') return outcome.value
    throw new Error(outcome._tag === 'Failed' ? showError(outcome.error) : outcome.reason.message)
  })

const byRow = (columns: Scores): Scores => columns[0]!.map((_, row) => columns.map((column) => column[row]!))

/** The prompts, each as often as it was answered. */
const repeated = (prompts: ReadonlyArray<Prompt>, rows: number): ReadonlyArray<Prompt> =>
  prompts.flatMap((prompt) => Array<Prompt>(rows / prompts.length).fill(prompt))

/** Columns: accuracy, layout, tags, thinking. */
export const scoreAnswers = async (prompts: ReadonlyArray<Prompt>, { ids, mask }: Answers): Promise<Scores> => {
  const samples = repeated(prompts, ids.length).map(({ question, answer }, i) => ({
    completion: textOf(ids[i]!.filter((_, t) => mask[i]![t] === 1)),
    question,
    answer,
  }))
  return byRow(await Promise.all(TEXT.map((reward) => valuesOf(reward, samples))))
}

/** Columns: SSIM, text-image matching. */
export const scorePictures = async (
  policy: Policy,
  prompts: ReadonlyArray<Prompt>,
  pictures: ReadonlyArray<ReadonlyArray<number>>,
): Promise<Scores> => {
  const features = wordFeatures(policy)
  const tokensOf = (words: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> =>
    words.map((word) => features[word]!)
  const captions = new Map(prompts.map((prompt) => [prompt, tokensOf(prompt.words.slice(0, CAPTION_WORDS))]))
  const samples = repeated(prompts, pictures.length).map((prompt, i) => ({
    image: pictures[i]!.join(''),
    reference: prompt.picture.join(''),
    imageTokens: tokensOf(pictures[i]!),
    textTokens: captions.get(prompt)!,
  }))
  return byRow(await Promise.all([valuesOf(ssim, samples), valuesOf(matching, samples)]))
}
