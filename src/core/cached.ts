import { createHash, type Hash } from 'node:crypto'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError, unexpected } from './error.js'
import { failed, type Outcome } from './outcome.js'
import { makeReward, rejected } from './make.js'
import type { Reward } from './reward.js'

/** Options of {@link cached}. */
export interface CachedOptions<S> {
  /** Outcomes kept, a positive integer; the least recently used one goes first. Default 10,000. */
  readonly maxEntries?: number
  /** The content an outcome hangs on. Default: the fields the reward declares to read, or the whole sample where it declares none. */
  readonly key?: (sample: S) => unknown
}

/**
 * Remembers outcomes by the content of the sample (SHA-256 over its JSON values and bytes), across batches and within one: equal
 * samples of a batch are scored once. Scored and skipped outcomes are kept; failures are not, so a sample that failed is tried
 * again. A sample whose content cannot be read (a cycle, a function, a `Map`) is `Failed`: give `key`.
 *
 * @param reward - A reward that is not deterministic has its first value frozen.
 * @category combinators
 * @since 0.1.0
 */
export const cached = <S>(reward: Reward<S>, options: CachedOptions<S> = {}): Reward<S> => {
  const { maxEntries = 10_000, key = (sample: S): unknown => readFields(sample, reward.meta.fields) } = options
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    const [expected, received] = ['a positive integer', String(maxEntries)]
    return rejected(
      reward.meta.name,
      { _tag: 'InvalidOption', reward: 'cached', option: 'maxEntries', expected, received },
      [reward],
    )
  }
  const store = new Map<string, Outcome>()
  const recall = (digest: string): Outcome | undefined => {
    const outcome = store.get(digest)
    if (outcome === undefined) return undefined
    store.delete(digest)
    store.set(digest, outcome)
    return outcome
  }
  const remember = (digest: string, outcome: Outcome): void => {
    if (outcome._tag === 'Failed') return
    store.delete(digest)
    store.set(digest, outcome)
    if (store.size <= maxEntries) return
    const [oldest] = store.keys()
    if (oldest !== undefined) store.delete(oldest)
  }
  return makeReward<S>(
    reward.meta,
    (batch, context) => {
      const digests = batch.map((sample) => digestOf(() => key(sample)))
      const known = new Map<string, Outcome>()
      const rowOf = new Map<string, number>()
      for (const [row, digest] of digests.entries()) {
        if (digest instanceof Error || known.has(digest) || rowOf.has(digest)) continue
        const outcome = recall(digest)
        if (outcome === undefined) rowOf.set(digest, row)
        else known.set(digest, outcome)
      }
      return pipe(
        rowOf.size === 0
          ? TE.right<RewardError, ReadonlyArray<Outcome>>([])
          : reward.score(
              [...rowOf.values()].map((row) => batch[row] as S),
              context,
            ),
        TE.map((fresh) => {
          for (const [i, digest] of [...rowOf.keys()].entries()) {
            known.set(digest, fresh[i] as Outcome)
            remember(digest, fresh[i] as Outcome)
          }
          return digests.map((digest) =>
            digest instanceof Error ? failed(unexpected(reward.meta.name, digest)) : (known.get(digest) as Outcome),
          )
        }),
      )
    },
    [reward],
  )
}

const readFields = (sample: unknown, fields: ReadonlyArray<string>): unknown => {
  if (fields.length === 0 || typeof sample !== 'object' || sample === null) return sample
  return fields.map((field) => (sample as Readonly<Record<string, unknown>>)[field])
}

const digestOf = (content: () => unknown): string | Error => {
  try {
    const hash = createHash('sha256')
    const obstacle = feed(hash, content(), 0)
    return obstacle === undefined ? hash.digest('base64') : new Error(obstacle)
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(messageOf(cause))
  }
}

/** Content nested deeper than this has no key: a cycle would otherwise never end. */
const MAX_DEPTH = 64

/** Every value goes in with its kind and length, so that no two contents give the same bytes. Answers why there is no key. */
const feed = (hash: Hash, value: unknown, depth: number): string | undefined => {
  if (depth > MAX_DEPTH) return `the content is nested deeper than ${MAX_DEPTH}`
  if (typeof value === 'object' && value !== null) return feedObject(hash, value, depth)
  if (typeof value === 'string') {
    // UTF-16, so that lone surrogates stay apart.
    hash.update(`s${value.length}:`)
    hash.update(value, 'utf16le')
    return undefined
  }
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value} has no content`
  hash.update(`${typeof value}:${Object.is(value, -0) ? '-0' : String(value)};`)
  return undefined
}

const feedObject = (hash: Hash, value: object, depth: number): string | undefined => {
  if (ArrayBuffer.isView(value)) {
    hash.update(`b${value.constructor.name}:${value.byteLength}:`)
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    return undefined
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    hash.update(`B${value.byteLength}:`)
    hash.update(new Uint8Array(value))
    return undefined
  }
  if (Array.isArray(value)) {
    hash.update(`a${value.length}:`)
    return feedAll(hash, value, depth)
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  // A Map, a Date or a Blob shows nothing of what it holds: all of them would be the same.
  if (entries.length === 0 && !isPlain(value))
    return `what ${Object.prototype.toString.call(value)} holds cannot be read`
  hash.update(`o${entries.length}:`)
  return feedAll(hash, entries.flat(), depth)
}

const feedAll = (hash: Hash, items: ReadonlyArray<unknown>, depth: number): string | undefined => {
  for (const item of items) {
    const obstacle = feed(hash, item, depth + 1)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
