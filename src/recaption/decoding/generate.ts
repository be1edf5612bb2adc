import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { aborted } from '../../core/abort.js'
import { type RewardError, unexpected } from '../../core/error.js'
import { BeamTexts } from './beam-texts.js'
import type { DecoderRun, Logits } from './decoder-run.js'
import { generateFault, vocabularyFault } from './decoding-fault.js'
import { DEFAULT_MAX_NEW_TOKENS, type GenerateOptions } from './options.js'
import { peak } from './peak.js'
import { Sampler } from './sampler.js'
import { LogProbabilitiesInContext, type Rules, ScoresInContext } from './scores-in-context.js'
import { SingleText } from './single-text.js'
import type { Generated, TextUnderWay } from './text-under-way.js'

/** On whose behalf texts are written. */
export interface GenerateContext {
  /** Named by errors. */
  readonly reward: string
  /** Looked at before every step. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes a text about each image that a decoder has read: greedily, by beam search, or by chance.
 *
 * Scores of the next token, in this order: (log-softmax in beam search;) repetition penalty; the end token out of reach below the least
 * length; when sampling temperature, top-k, top-p. A text ends with its end token or after `maxNewTokens`; an image whose texts are finished
 * leaves the run. The text about an image does not depend on the others.
 *
 * @param run - Fresh: nothing read but the images. It is used once.
 * @param images - How many images it has read.
 * @param options - See {@link GenerateOptions}.
 * @returns In the order of the images. `Left InvalidOption` before any step, or after the first where ids are none of the vocabulary;
 *   `NonFinite` where scores are NaN or +Infinity, or no token is possible; `Aborted` between steps; `Unexpected` where the decoder answers
 *   with another number of rows, or throws; whatever else the decoder fails with.
 * @remarks Texts and scores are those of `generate` in transformers 5.23 (beam search: `sequences_scores`), but for chance: sampling has
 *   the same probabilities, drawn from other numbers. Where that fills beams with impossible texts (fewer possible tokens than beams) ours
 *   has fewer of them. Each image reads the whole beginning in one row; beams part afterwards.
 * @category decoding
 * @since 0.4.0
 */
export const generate = (
  run: DecoderRun,
  images: number,
  options: GenerateOptions,
  context: GenerateContext,
): TE.TaskEither<RewardError, ReadonlyArray<Generated>> => {
  const { reward } = context
  const fault = generateFault(reward, images, options)
  if (fault !== undefined) return TE.left(fault)
  return () =>
    TE.tryCatch(
      () => writeTexts(run, textsOf(images, options, reward), options, context),
      (cause) => unexpected(reward, cause),
    )().then(E.flatten)
}

const textsOf = (images: number, options: GenerateOptions, reward: string): ReadonlyArray<TextUnderWay> => {
  const { begin, endId, maxNewTokens = DEFAULT_MAX_NEW_TOKENS, mode = { kind: 'greedy' } } = options
  const { minLength = 0, minNewTokens = 0, repetitionPenalty = 1, random } = options
  const maxIds = begin.length + maxNewTokens
  const minIds = Math.max(minLength, begin.length + minNewTokens)
  // As a float32, as the scores are.
  const rules: Rules = { endId, minIds, repetitionPenalty: Math.fround(repetitionPenalty) }
  const each = (text: (image: number) => TextUnderWay): ReadonlyArray<TextUnderWay> =>
    Array.from({ length: images }, (_, image) => text(image))
  if (mode.kind === 'beam') {
    const beamRules = { reward, mode, begin, endId, maxIds, logProbs: new LogProbabilitiesInContext(reward, rules) }
    return each(() => new BeamTexts(beamRules))
  }
  const scores = new ScoresInContext(rules)
  if (mode.kind === 'greedy')
    return each(() => new SingleText(begin, endId, maxIds, (row, ids) => peak(reward, scores.of(row, ids))))
  const sampler = new Sampler(reward, mode)
  return each((image) => {
    const next = random?.(image)
    return new SingleText(begin, endId, maxIds, (row, ids) => sampler.draw(scores.of(row, ids), next?.() ?? NaN))
  })
}

const writeTexts = async (
  run: DecoderRun,
  texts: ReadonlyArray<TextUnderWay>,
  options: GenerateOptions,
  { reward, signal }: GenerateContext,
): Promise<E.Either<RewardError, ReadonlyArray<Generated>>> => {
  let live = texts
  let from: ReadonlyArray<number> = texts.map((_, image) => image)
  let tokens: ReadonlyArray<ReadonlyArray<number>> = texts.map(() => options.begin)
  while (live.length > 0) {
    if (signal?.aborted === true) return E.left(aborted(signal))
    const logits = await run.step(from, tokens)()
    if (E.isLeft(logits)) return logits
    const fault =
      logitsFault(reward, logits.right, from.length) ?? vocabularyFault(reward, options, logits.right.vocabulary)
    if (fault !== undefined) return E.left(fault)
    const next = advanceAll(live, logits.right)
    if (E.isLeft(next)) return next
    ;({ live, from, tokens } = next.right)
  }
  return E.right(texts.map((text) => text.generated()))
}

/** The texts that go on, and the rows they go on with. */
interface NextStep {
  readonly live: ReadonlyArray<TextUnderWay>
  readonly from: ReadonlyArray<number>
  readonly tokens: ReadonlyArray<ReadonlyArray<number>>
}

const advanceAll = (
  texts: ReadonlyArray<TextUnderWay>,
  { rows, vocabulary, values }: Logits,
): E.Either<RewardError, NextStep> => {
  const each = rows / texts.length
  const live: Array<TextUnderWay> = []
  const from: Array<number> = []
  const tokens: Array<ReadonlyArray<number>> = []
  for (const [k, text] of texts.entries()) {
    const own = Array.from({ length: each }, (_, i) =>
      values.subarray((k * each + i) * vocabulary, (k * each + i + 1) * vocabulary),
    )
    const next = text.advance(own)
    if (E.isLeft(next)) return next
    if (next.right.length > 0) live.push(text)
    for (const { row, token } of next.right) {
      from.push(k * each + row)
      tokens.push([token])
    }
  }
  return E.right({ live, from, tokens })
}

const logitsFault = (reward: string, { rows, vocabulary, values }: Logits, asked: number): RewardError | undefined =>
  rows === asked && vocabulary > 0 && values.length === rows * vocabulary
    ? undefined
    : unexpected(
        reward,
        new Error(`the decoder answered [${rows}, ${vocabulary}] with ${values.length} scores for ${asked} rows`),
      )
