import { createHash, type Hash } from 'node:crypto'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unexpected } from './error.js'
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
 * again.
 *
 * @param reward - A reward that is not deterministic has its first value frozen.
 * @category combinators
 * @since 0.1.0
 */
export const cached = <S>(reward: Reward<S>, options: CachedOptions<S> = {}): Reward<S> => {
  const { maxEntries = 10_000, key = (sample: S): unknown => readFields(sample, reward.meta.fields) } = options
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    const received = String(maxEntries)
    return rejected(reward.meta.name, {
      _tag: 'InvalidOption',
      reward: 'cached',
      option: 'maxEntries',
      expected: 'a positive integer',
      received,
    })
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
        reward.score(
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
    return feed(hash, content(), 0)
      ? hash.digest('base64')
      : new Error(`the content is nested deeper than ${MAX_DEPTH}`)
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause))
  }
}

/** Content nested deeper than this has no key: a cycle would otherwise never end. */
const MAX_DEPTH = 64

/** Every value goes in with its kind and length, so that no two contents give the same bytes. False: nested too deep. */
const feed = (hash: Hash, value: unknown, depth: number): boolean => {
  if (depth > MAX_DEPTH) return false
  if (ArrayBuffer.isView(value)) {
    hash.update(`b${value.constructor.name}:${value.byteLength}:`)
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    return true
  }
  if (Array.isArray(value)) {
    hash.update(`a${value.length}:`)
    return value.every((item) => feed(hash, item, depth + 1))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    hash.update(`o${entries.length}:`)
    return entries.flat().every((item) => feed(hash, item, depth + 1))
  }
  if (typeof value === 'string') {
    // UTF-16, so that lone surrogates stay apart.
    hash.update(`s${value.length}:`)
    hash.update(value, 'utf16le')
  } else {
    hash.update(`${typeof value}:${Object.is(value, -0) ? '-0' : String(value)};`)
  }
  return true
}
