import * as E from 'fp-ts/lib/Either.js'
import { imageReader } from '../../adapters/image/read-image.js'
import { describe, showError } from '../../core/error.js'
import type { Outcome } from '../../core/outcome.js'
import type { LoadedReward } from '../../presets/entry.js'
import { toSpec } from '../../presets/to-spec.js'
import { comparersOf } from './comparers.js'
import type { CompareContext, Comparison } from './comparison.js'
import type { GraphComparisons } from './graph-comparisons.js'
import { heatMap } from './heat-map.js'
import type { ExplainPage, PageComparison, PagePicture } from './page.js'
import { encoded } from './picture.js'

/** What a page is made of. */
export interface Explained {
  readonly reward: LoadedReward
  readonly sample: object
  readonly outcome: Outcome
  /** Where the reward compares texts: their scene graphs. */
  readonly graphs?: GraphComparisons
  /** Of the package. */
  readonly version: string
}

/** Reads and compares the images of the sample, and puts all that is known into a page. What cannot be shown becomes a note. */
export const buildPage = async (explained: Explained, context: CompareContext): Promise<ExplainPage> => {
  const { reward, outcome, version } = explained
  const { meta } = reward
  const sample = explained.sample as Readonly<Record<string, unknown>>
  const spec = toSpec(reward)
  const { graphs = [], notes: left = [] } = explained.graphs ?? {}
  const notes = new Set(left)
  const warnings = new Set(weightsOf(outcome))
  const comparisons: Array<PageComparison> = []
  for (const { id, options, compare } of E.isRight(spec) ? comparersOf(spec.right) : []) {
    const { image, reference } = sample
    if (isAbsent(image) || isAbsent(reference)) break
    const result = await compare({ image, reference }, options, context)
    if (E.isLeft(result)) {
      notes.add(showError(result.left))
      continue
    }
    if (result.right.warning !== undefined) warnings.add(result.right.warning)
    const shown = await pageComparison(id, result.right, sample)
    if (E.isLeft(shown)) notes.add(showError(shown.left))
    else comparisons.push(shown.right)
  }
  const fields = meta.fields.length > 0 ? meta.fields : Object.keys(sample).slice(0, MAX_FIELDS)
  const pictures = comparisons.length > 0 ? [] : await picturesOf(fields, sample, notes, context)
  // What the outcome says is said once.
  if (outcome._tag === 'Failed') notes.delete(showError(outcome.error))
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
  }
}

const MAX_FIELDS = 50

const isAbsent = (value: unknown): boolean => value === undefined || value === null

const pageComparison = async (
  reward: string,
  { image, reference, facts, layers, map }: Comparison,
  sample: Readonly<Record<string, unknown>>,
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
    image: first.right,
    reference: second.right,
    map: { title: map.title, ...numbers, url: heat.right.url },
  }
  return E.right(comparison)
}

/** The images of a sample, where no comparison shows them. */
const picturesOf = async (
  fields: ReadonlyArray<string>,
  sample: Readonly<Record<string, unknown>>,
  notes: Set<string>,
  { signal }: CompareContext,
): Promise<ReadonlyArray<PagePicture>> => {
  const pictures: Array<PagePicture> = []
  for (const field of ['image', 'reference']) {
    const input = sample[field]
    if (!fields.includes(field) || isAbsent(input)) continue
    const image = await imageReader()(input, { reward: 'explain', field }, { signal })()
    const picture = E.isLeft(image) ? image : await encoded(image.right, field, input)
    if (E.isLeft(picture)) notes.add(showError(picture.left))
    else pictures.push(picture.right)
  }
  return pictures
}

/** Rewards of made-up weights say so in their detail. */
const weightsOf = (outcome: Outcome): ReadonlyArray<string> => {
  const weights = outcome._tag === 'Scored' ? outcome.detail?.['weights'] : undefined
  const own = typeof weights === 'string' && weights.startsWith('formula') ? [`weights: ${weights}`] : []
  return [...own, ...Object.values(outcome.parts ?? {}).flatMap(weightsOf)]
}

/** Longer texts are cut. In characters. */
const MAX_TEXT = 20_000

/** Of a data URL its beginning says enough. */
const MAX_DATA_URL = 80

const textOf = (value: unknown): string => {
  if (value === undefined) return 'undefined'
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  const most = typeof value === 'string' && /^data:/i.test(value) ? MAX_DATA_URL : MAX_TEXT
  return text.length <= most ? text : `${text.slice(0, most)}... (${describe(value)})`
}
