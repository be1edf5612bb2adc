import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import { makeReward } from '../../../src/core/make.js'
import { failed, type Outcome, scored, skipped } from '../../../src/core/outcome.js'
import type { Reward, ScoreContext } from '../../../src/core/reward.js'
import type { Image } from '../../../src/image/image.js'
import type { ReadImage } from '../../../src/image/read-image.js'
import type { Captioner } from '../../../src/recaption/captioner.js'
import type { RecaptionOptions, RecaptionSample } from '../../../src/recaption/options.js'
import { recaption } from '../../../src/recaption/recaption.js'

/** An image of one grey. */
export const grey = (value: number, width = 2, height = 1): Image<'uint8'> => ({
  range: 'uint8',
  width,
  height,
  data: new Uint8Array(3 * width * height).fill(value),
})

export interface FakeCaptioner extends Captioner {
  /** The greys of the images of each call. */
  readonly calls: Array<ReadonlyArray<number>>
  disposed: number
}

/** Names the grey of an image; has no caption for 13. */
export const fakeCaptioner = (over: Partial<Captioner> = {}): FakeCaptioner => {
  const calls: Array<ReadonlyArray<number>> = []
  const captioner: FakeCaptioner = {
    name: 'fake',
    deterministic: true,
    calls,
    disposed: 0,
    caption: (images) => async () => {
      const greys = images.map(({ data }) => data[0] ?? 0)
      calls.push(greys)
      return E.right(greys.map((value) => (value === 13 ? E.left(SILENT) : E.right(`grey ${value}`))))
    },
    [Symbol.asyncDispose]: async () => {
      captioner.disposed++
    },
    ...over,
  }
  return captioner
}

export const SILENT: RewardError = {
  _tag: 'InvalidInput',
  reward: 'fake',
  field: 'image',
  expected: 'an image to speak of',
  received: '13',
}

export interface JudgedSample {
  readonly caption?: string | null
  readonly prompt?: string | null
}

export interface FakeJudge extends Reward<JudgedSample> {
  /** The samples of each call. */
  readonly calls: Array<ReadonlyArray<JudgedSample>>
  disposed: number
}

/** 1 where the caption is the prompt, with the caption's length as a part; skips a sample without a prompt, fails an angry one. */
export const fakeJudge = (fields: ReadonlyArray<string> = ['caption', 'prompt']): FakeJudge => {
  const calls: Array<ReadonlyArray<JudgedSample>> = []
  const made = makeReward<JudgedSample>({ name: 'same', range: { min: 0, max: 1 }, fields }, (batch) => async () => {
    calls.push(batch)
    return E.right(
      batch.map(({ caption, prompt }) => {
        if (typeof caption !== 'string') return failed(ANGRY)
        if (prompt === undefined || prompt === null) return skipped('missing-field', 'no prompt')
        if (prompt === 'angry') return failed(ANGRY)
        return { ...scored(caption === prompt ? 1 : 0, { by: 'same' }), parts: { one: scored(1) } }
      }),
    )
  })
  const judge: FakeJudge = {
    ...made,
    calls,
    disposed: 0,
    [Symbol.asyncDispose]: async () => {
      judge.disposed++
    },
  }
  return judge
}

export const ANGRY: RewardError = { _tag: 'MissingField', reward: 'same', field: 'patience' }

/** Reads 'grey 7' and images; notes what it read. */
export const fakeReader = (): { readonly read: ReadImage; readonly seen: Array<unknown> } => {
  const seen: Array<unknown> = []
  const read: ReadImage = (input, owner) => {
    seen.push(input)
    if (typeof input === 'string' && input.startsWith('grey ')) return TE.of(grey(Number(input.split(' ')[1])))
    return typeof input === 'object' && input !== null
      ? TE.of(input as Image)
      : TE.left({ _tag: 'InvalidInput', ...owner, expected: 'an image', received: String(input) })
  }
  return { read, seen }
}

export type Options = Partial<RecaptionOptions<JudgedSample>>

export const rewardOf = (options: Options = {}): Reward<RecaptionSample<JudgedSample>> =>
  recaption<JudgedSample>({ captioner: fakeCaptioner(), judge: fakeJudge(), read: fakeReader().read, ...options })

/** The reward's answer, of fakes where nothing else is given. */
export const run = (samples: ReadonlyArray<unknown>, options: Options = {}, context?: ScoreContext) =>
  rewardOf(options).score(samples as ReadonlyArray<never>, context)()

export const scoreAll = async (
  samples: ReadonlyArray<unknown>,
  options: Options = {},
): Promise<ReadonlyArray<Outcome>> => {
  const result = await run(samples, options)
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

export const obstacle = async (samples: ReadonlyArray<unknown>, options: Options): Promise<RewardError> => {
  const result = await run(samples, options)
  if (E.isLeft(result)) return result.left
  throw new Error(`it answered ${JSON.stringify(result.right)}`)
}

export const sentence = (outcome: Outcome | undefined): string =>
  outcome?._tag === 'Failed' ? showError(outcome.error) : `not failed: ${outcome?._tag}`
