import * as E from 'fp-ts/lib/Either.js'
import { imageReader } from '../../adapters/image/read-image.js'
import { describe, showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import type { LoadedReward } from '../../presets/entry.js'
import { toSpec } from '../../presets/to-spec.js'
import type { CompareContext, Comparison } from './comparison.js'
import { errorsIn } from './errors-in.js'
import type { GraphComparisons } from './graph-comparisons.js'
import { heatMap } from './heat-map.js'
import type { ImageComparisons } from './image-comparisons.js'
import type { ExplainPage, PageCaption, PageComparison, PagePicture, PageTokens } from './page.js'
import { encoded } from './picture.js'
import type { TokenComparisons } from './token-comparisons.js'

/** What a page is made of. */
export interface Explained {
  readonly reward: LoadedReward
  readonly sample: object
  readonly outcome: Outcome
  /** Where the reward compares images: how they differ. */
  readonly images?: ImageComparisons
  /** Where the reward compares texts: their scene graphs. */
  readonly graphs?: GraphComparisons
  /** Where the reward matches tokens: which words are found where. */
  readonly tokens?: TokenComparisons
  /** Of the package. */
  readonly version: string
}

/** Puts all that is known of a sample into a page. What cannot be shown becomes a note. */
export const buildPage = async (
  explained: Explained,
  context: Pick<CompareContext, 'signal'>,
): Promise<ExplainPage> => {
  const { reward, outcome, version } = explained
  const { meta } = reward
  const sample = explained.sample as Readonly<Record<string, unknown>>
  const spec = toSpec(reward)
  const { graphs = [], notes: left = [] } = explained.graphs ?? {}
  const notes = new Set([...left, ...(explained.images?.notes ?? []), ...(explained.tokens?.notes ?? [])])
  const warnings = new Set(weightsOf(outcome))
  const caption = captionIn(outcome) ?? givenCaption(meta.fields, sample)
  const comparisons: Array<PageComparison> = []
  for (const { reward: id, comparison } of explained.images?.comparisons ?? []) {
    if (comparison.warning !== undefined) warnings.add(comparison.warning)
    const shown = await pageComparison(id, comparison, sample, caption)
    if (E.isLeft(shown)) notes.add(showError(shown.left))
    else comparisons.push(shown.right)
  }
  const fields = meta.fields.length > 0 ? meta.fields : Object.keys(sample).slice(0, MAX_FIELDS)
  const pictures = comparisons.length > 0 ? [] : await picturesOf(fields, sample, caption, notes, context)
  const tokens = await pageTokens(explained.tokens, sample, notes, context)
  // What the outcome says is said once.
  for (const error of errorsIn(outcome)) notes.delete(error)
  return {
    meta,
    outcome,
    spec: JSON.stringify(E.isRight(spec) ? spec.right : meta.name),
    version,
    fields: fields.map((name) => [name, Object.hasOwn(sample, name) ? textOf(sample[name]) : undefined]),
    warnings: [...warnings],
    notes: [...notes],
    pictures,
    comparisons,
    graphs,
    ...(tokens === undefined ? {} : { tokens }),
  }
}

const MAX_FIELDS = 50

const isAbsent = (value: unknown): boolean => value === undefined || value === null

const pageComparison = async (
  reward: string,
  { image, reference, facts, layers, map }: Comparison,
  sample: Readonly<Record<string, unknown>>,
  caption: PageCaption | undefined,
) => {
  const { image: colours, ...numbers } = heatMap(map, map.kind)
  const pictures = [
    await encoded(image, 'image', sample['image']),
    await encoded(reference, 'reference', sample['reference']),
    await encoded(colours, map.title),
  ] as const
  const [first, second, heat] = pictures
  if (E.isLeft(first)) return first
  if (E.isLeft(second)) return second
  if (E.isLeft(heat)) return heat
  const comparison: PageComparison = {
    reward,
    facts,
    layers,
    image: withCaption(first.right, caption),
    reference: second.right,
    map: { title: map.title, ...numbers, url: heat.right.url },
  }
  return E.right(comparison)
}

/** Every map of a word shows the image again: a small one does. In pixels. */
const MAX_UNDER_MAPS = 512

/** The tokens with the image that they are of, which the reward itself does not read. */
const pageTokens = async (
  tokens: TokenComparisons | undefined,
  { image }: Readonly<Record<string, unknown>>,
  notes: Set<string>,
  { signal }: Pick<CompareContext, 'signal'>,
): Promise<PageTokens | undefined> => {
  if (tokens?.comparison === undefined) return undefined
  const { comparison } = tokens
  if (isAbsent(image)) return { comparison }
  const read = await imageReader()(image, { reward: 'explain', field: 'image' }, { signal })()
  const picture = E.isLeft(read) ? read : await encoded(read.right, 'image', image, MAX_UNDER_MAPS)
  if (E.isRight(picture)) return { comparison, picture: picture.right }
  notes.add(showError(picture.left))
  return { comparison }
}

/** The images of a sample, where no comparison shows them. */
const picturesOf = async (
  fields: ReadonlyArray<string>,
  sample: Readonly<Record<string, unknown>>,
  caption: PageCaption | undefined,
  notes: Set<string>,
  { signal }: Pick<CompareContext, 'signal'>,
): Promise<ReadonlyArray<PagePicture>> => {
  const pictures: Array<PagePicture> = []
  for (const field of ['image', 'reference']) {
    const input = sample[field]
    if (!fields.includes(field) || isAbsent(input)) continue
    const image = await imageReader()(input, { reward: 'explain', field }, { signal })()
    const picture = E.isLeft(image) ? image : await encoded(image.right, field, input)
    if (E.isLeft(picture)) notes.add(showError(picture.left))
    else pictures.push(field === 'image' ? withCaption(picture.right, caption) : picture.right)
  }
  return pictures
}

const withCaption = (picture: PagePicture, caption: PageCaption | undefined): PagePicture =>
  caption === undefined ? picture : { ...picture, caption }

/** What a reward was told, or has found out, is to be seen in the image: the first in the order of the parts. */
const captionIn = (outcome: Outcome): PageCaption | undefined => {
  const { caption, captioner } = (outcome._tag === 'Scored' ? outcome.detail : undefined) ?? {}
  if (typeof caption === 'string') return { text: caption, ...(typeof captioner === 'string' ? { by: captioner } : {}) }
  for (const part of Object.values(outcome.parts ?? {})) {
    const found = captionIn(part)
    if (found !== undefined) return found
  }
  return undefined
}

const givenCaption = (
  fields: ReadonlyArray<string>,
  { caption }: Readonly<Record<string, unknown>>,
): PageCaption | undefined =>
  fields.includes('caption') && typeof caption === 'string' ? { text: caption } : undefined

/** Rewards of made-up weights say so in their detail. */
const weightsOf = (outcome: Outcome): ReadonlyArray<string> => {
  const weights = outcome._tag === 'Scored' ? outcome.detail?.['weights'] : undefined
  const own = typeof weights === 'string' && weights.startsWith('formula') ? [`weights: ${weights}`] : []
  return [...own, ...Object.values(outcome.parts ?? {}).flatMap(weightsOf)]
}

/** Longer texts are cut. In characters. */
const MAX_TEXT = 20_000

/** Of lists and objects: pixels and features of tokens are numbers without end. */
const MAX_DATA = 2000

/** Of a data URL its beginning says enough. */
const MAX_DATA_URL = 80

const textOf = (value: unknown): string => {
  if (value === undefined) return 'undefined'
  const text = typeof value === 'string' ? value : dataText(value)
  const most = typeof value !== 'string' ? MAX_DATA : /^data:/i.test(value) ? MAX_DATA_URL : MAX_TEXT
  return text.length <= most ? text : `${text.slice(0, most)}... (${describe(value)})`
}

/** Data that will be cut stand in one line: a number a line would fill the page. */
const dataText = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > MAX_DATA ? text : JSON.stringify(value, null, 1)
}
