import { describe, type RewardError } from '../core/error.js'
import type { Reward } from '../core/reward.js'
import type { ReadImage } from '../image/read-image.js'
import type { Captioner } from './captioner.js'

/** What a judge of captions must be able to read. */
export interface Judged {
  readonly caption?: string | null
}

/**
 * Options of the reward {@link recaption}; `J` is what its judge reads.
 *
 * @category model
 * @since 0.4.0
 */
export interface RecaptionOptions<J extends Judged> {
  /** What captions the images. */
  readonly captioner: Captioner
  /** What judges `caption`: any reward of texts, as `spiceReward()`. It gets the fields it declares, `caption` among them, or all of the sample's own where it declares none. */
  readonly judge: Reward<J>
  /** How `image` is read. */
  readonly read: ReadImage
}

/**
 * A sample of {@link recaption}: the generated image, and what else the judge reads (`prompt`, as a rule).
 *
 * @category model
 * @since 0.4.0
 */
export type RecaptionSample<J extends Judged> = Omit<J, 'caption'> & {
  /** Whatever the reader of images accepts. Not read where there is a caption. */
  readonly image?: unknown
  /** Given instead of computed. null: not given. */
  readonly caption?: string | null
}

/** What is wrong with the options, which may come from JavaScript; nothing where they are right. */
export const optionFault = ({
  captioner,
  judge,
  read,
}: { readonly [K in keyof RecaptionOptions<Judged>]: unknown }): RewardError | undefined => {
  if (!has(captioner, 'caption', 'function') || !has(captioner, 'name', 'string'))
    return wrong('captioner', 'a captioner', captioner)
  return (
    judgeFault('recaption', judge) ??
    (typeof read === 'function' ? undefined : wrong('read', 'a function that reads images', read))
  )
}

/** What is wrong with a judge of captions; nothing where it may read them. */
export const judgeFault = (reward: string, judge: unknown): RewardError | undefined => {
  const fault = (expected: string, received: string): RewardError => ({
    _tag: 'InvalidOption',
    reward,
    option: 'judge',
    expected,
    received,
  })
  if (!has(judge, 'score', 'function') || !has(judge, 'meta', 'object')) return fault('a reward', describe(judge))
  const { meta } = judge as { readonly meta: { readonly name?: unknown; readonly fields?: unknown } | null }
  const fields = meta?.fields
  if (!Array.isArray(fields)) return fault('a reward with a list of the fields it reads', describe(fields))
  return fields.length === 0 || fields.includes('caption')
    ? undefined
    : fault('a reward that reads `caption`', `${String(meta?.name)}, which reads ${fields.join(', ')}`)
}

const has = (port: unknown, name: string, type: string): boolean =>
  typeof port === 'object' && port !== null && typeof (port as Readonly<Record<string, unknown>>)[name] === type

const wrong = (option: string, expected: string, received: unknown): RewardError => ({
  _tag: 'InvalidOption',
  reward: 'recaption',
  option,
  expected,
  received: describe(received),
})
