import * as E from 'fp-ts/lib/Either.js'
import { failed, type Outcome } from '../core/outcome.js'
import type { RewardMeta } from '../core/reward.js'
import type { LoadedReward } from '../presets/entry.js'
import { arrivals, PAUSE } from './arrivals.js'
import { CommandFailure, exitCodeOf, failureOf, INTERRUPTED, OK, reasonOf, SAMPLE_FAILED } from './exit-code.js'
import { errorsIn } from './explain/errors-in.js'
import { type GraphComparisons, watchGraphs } from './explain/graph-comparisons.js'
import type { ImageArguments } from './explain/image-arguments.js'
import type { ImageComparisons } from './explain/image-comparisons.js'
import { refuseInputs } from './explain/refuse-inputs.js'
import type { TokenComparisons } from './explain/token-comparisons.js'
import { requireTokens, type TokenOptions } from './explain/token-options.js'
import { explainText } from './explain-text.js'
import { type Io, printable } from './io.js'
import { type Line, LineSplitter } from './line-splitter.js'
import { loadReward } from './load-reward.js'
import { outcomeJson } from './outcome-json.js'
import { MAX_LINE_BYTES, readSample } from './read-sample.js'
import { openSink } from './sink.js'
import { openSource } from './source.js'

/** The options of `corl explain`, defaults filled in. */
export interface ExplainOptions extends TokenOptions {
  readonly reward: string
  readonly in: string
  readonly sample?: string
  readonly line: number
  readonly modelDir?: string
  readonly json?: boolean
  /** Where a page goes; `-` is stdout, which then has no text. */
  readonly html?: string
  /** A sample of two images, instead of `sample` and `in`. */
  readonly images?: ImageArguments | undefined
}

/**
 * Why one sample has the score it has.
 *
 * @returns The exit code: that of a failed sample is 1.
 */
export const explainCommand = async (options: ExplainOptions, io: Io): Promise<number> => {
  const { html, images, modelDir } = options
  if (html !== undefined)
    await refuseInputs(html, images === undefined ? [options.in] : [images.image, images.reference])
  const watched = watchGraphs()
  const reward = await loadReward(options.reward, modelDir, watched.watchSpice)
  try {
    if (images !== undefined) requireImages(reward.meta)
    requireTokens(options, reward.meta)
    const typed = images === undefined ? options.sample : JSON.stringify(images)
    const line = typed ?? (await lineAt(options.in, options.line, io))
    if (io.signal.aborted) return INTERRUPTED
    const read = readSample(line, typed === undefined ? options.line : 1)
    // What is typed as a sample and is none is a mistake in the command, not in the data.
    if (typed !== undefined && 'error' in read) {
      throw new CommandFailure(`--sample: expected a JSON object, got ${JSON.stringify(typed)}`)
    }
    const outcome = 'sample' in read ? await scoreOne(reward, read.sample, io.signal) : failed(read.error)
    const sample = 'sample' in read ? read.sample : {}
    const graphs = await watched.comparisons()
    const compared = await imagesOf(reward, sample, options, io)
    const tokens = await tokensOf(reward, sample, options, io)
    if (html !== undefined) {
      const { writeExplainHtml } = await import('./explain-html.js')
      await writeExplainHtml(html, { reward, sample, outcome, images: compared, graphs, tokens }, io)
    }
    if (html !== '-') {
      const text =
        options.json === true
          ? `${outcomeJson(outcome)}\n`
          : explainText(reward.meta, sample, outcome) +
            (await graphTexts(graphs)) +
            (await layerTexts(compared)) +
            (await tokenTexts(tokens, outcome))
      await (await openSink('-', io)).write(text)
    }
    return outcome._tag === 'Failed' ? SAMPLE_FAILED : OK
  } finally {
    await reward[Symbol.asyncDispose]?.()
  }
}

const NOTHING: ImageComparisons = { comparisons: [], notes: [] }

/** How the images of the sample differ: all that a page shows, else what text can tell. */
const imagesOf = async (
  reward: LoadedReward,
  sample: object,
  { html, json, modelDir }: ExplainOptions,
  { signal }: Io,
): Promise<ImageComparisons> => {
  const { fields } = reward.meta
  if (signal.aborted || (html === undefined && json === true)) return NOTHING
  if (fields.length > 0 && !fields.includes('reference')) return NOTHING
  const { imageComparisons } = await import('./explain/image-comparisons.js')
  return imageComparisons(reward, sample, html === undefined ? 'layers' : 'all', { signal, modelDir })
}

/** Which words are found where in the image. */
const tokensOf = async (
  reward: LoadedReward,
  sample: object,
  options: ExplainOptions,
  { signal }: Io,
): Promise<TokenComparisons> => {
  const { html, json } = options
  const isUnread = !reward.meta.fields.includes('imageTokens')
  if (isUnread || signal.aborted || (html === undefined && json === true)) return { notes: [] }
  const { tokenComparisons } = await import('./explain/token-comparisons.js')
  return tokenComparisons(reward, sample, options, html !== undefined, { signal })
}

/** Words and image tokens, below the layers; of what went wrong only what the score does not say. */
const tokenTexts = async ({ comparison, notes }: TokenComparisons, outcome: Outcome): Promise<string> => {
  if (comparison === undefined && notes.length === 0) return ''
  const { tokenText } = await import('./explain/token-text.js')
  const told = new Set(errorsIn(outcome))
  return [
    ...(comparison === undefined ? [] : [tokenText(comparison)]),
    ...notes.filter((note) => !told.has(note)).map((note) => `${printable(note)}\n`),
  ]
    .map((text) => `\n${text}`)
    .join('')
}

/** Distances by layer of a network, below the graphs. */
const layerTexts = async ({ comparisons }: ImageComparisons): Promise<string> => {
  const layered = comparisons.filter(({ comparison }) => comparison.layers.length > 0)
  if (layered.length === 0) return ''
  const { layersText } = await import('./explain/layers-text.js')
  return layered.map(({ reward, comparison }) => `\n${layersText(reward, comparison)}`).join('')
}

/** The scene graphs behind the score, below it. */
const graphTexts = async ({ graphs, notes }: GraphComparisons): Promise<string> => {
  if (graphs.length + notes.length === 0) return ''
  const { graphText } = await import('./explain/graph-text.js')
  return [...graphs.map(graphText), ...notes.map((note) => `${printable(note)}\n`)].map((text) => `\n${text}`).join('')
}

/** Images for a reward that reads none are a mistake in the command; what is missing in the sample would say less. */
const requireImages = ({ name, fields }: RewardMeta): void => {
  if (fields.includes('image') || fields.includes('reference')) return
  const read = fields.length === 0 ? 'no fields' : fields.join(', ')
  throw new CommandFailure(`expected a reward that reads images, got ${name}, which reads no images (it reads ${read})`)
}

const scoreOne = async (reward: LoadedReward, sample: object, signal: AbortSignal): Promise<Outcome> => {
  const result = await reward.score([sample], { signal })()
  if (E.isRight(result)) return result.right[0] as Outcome
  if (exitCodeOf(result.left) !== SAMPLE_FAILED) throw failureOf(result.left)
  return failed(result.left)
}

/** One line of the input, counted from 1; what comes after it is not read. */
const lineAt = async (file: string, number: number, io: Io): Promise<Line> => {
  const source = await openSource(file, io)
  const splitter = new LineSplitter(MAX_LINE_BYTES)
  let seen = 0
  const among = (lines: ReadonlyArray<Line>): Line | undefined => {
    const line = lines[number - 1 - seen]
    seen += lines.length
    return line
  }
  try {
    for await (const chunk of arrivals(source.stream, NO_PAUSE_MS, io.signal)) {
      const line = chunk === PAUSE ? undefined : among(splitter.push(chunk))
      if (line !== undefined) return line
    }
  } catch (cause) {
    throw new CommandFailure(`cannot read ${source.name}: ${reasonOf(cause)}`)
  }
  const line = among(splitter.end())
  if (line !== undefined || io.signal.aborted) return line ?? ''
  throw new CommandFailure(`${source.name} has ${seen} lines, there is no line ${number}`)
}

/** Nothing waits to be scored meanwhile. */
const NO_PAUSE_MS = 2 ** 31 - 1
