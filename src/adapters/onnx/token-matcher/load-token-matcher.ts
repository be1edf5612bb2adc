/// <reference lib="esnext.disposable" preserve="true" />
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, disposedOf, messageOf, type RewardError } from '../../../core/error.js'
import type { TokenMatcher } from '../../../text-image-matching/token-matcher.js'
import { MAX_THREADS, openSession, type Session } from '../session.js'
import { shared } from '../shared.js'
import { floatRows } from './float-rows.js'
import { matchBlocks } from './match-blocks.js'
import { matchingGraph } from './matching-graph.js'

/**
 * Options of {@link loadTokenMatcher}.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenMatcherOptions {
  /** Threads of a product; default: as many as the machine runs at once. */
  readonly threads?: number
}

const OWNER = 'text-image-matching'

/**
 * Loads the fast path of `textImageMatching`: products and lengths of tokens in float32 by onnxruntime, on all threads.
 *
 * Tokens in float32 (and float16 and bfloat16, which are widened to it) are compared where they lie, a run a sample, with no filling up to a
 * common length. Left to the kernel in float64, sample by sample: tokens in float64 or in shared memory; a row shorter than 1e-9 or longer than
 * 1e15 (zeros, sums of squares that overflow or vanish); a NaN or an infinity, which is named there; and tokens whose matches, a few of them worked
 * again, turn out to be off by more than 5e-7 in the mean.
 *
 * @param options - `threads`.
 * @returns `Left InvalidOption`, `Left MissingPackage` without onnxruntime-node, `Left Unavailable` where it does not open; else the matcher, whose
 *   session is shared by all who load one of as many threads, and is freed when it is disposed of.
 * @remarks Means of cosines, and so values, lie within 1e-6 of those in float64, as far as 8 matches a side that are worked again can tell; those of
 *   the goldens within 1e-7. A single cosine may be off by more: another row stands for a token whose best two are as close. The same tokens on both
 *   sides have 1 within that, not to the last digit.
 * @category constructors
 * @since 0.5.0
 */
export const loadTokenMatcher = (
  options: TokenMatcherOptions = {},
): TE.TaskEither<RewardError, TokenMatcher & AsyncDisposable> => {
  const { threads } = options
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0 && threads <= MAX_THREADS)) {
    const expected = `a whole number from 1 to ${MAX_THREADS}`
    return TE.left({ _tag: 'InvalidOption', reward: OWNER, option: 'threads', expected, received: describe(threads) })
  }
  return pipe(shared(JSON.stringify(['token-matcher', threads]), open(threads)), TE.map(matcherOf))
}

interface SharedSession {
  readonly session: Session
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const open = (threads: number | undefined): TE.TaskEither<RewardError, SharedSession> =>
  pipe(
    TE.tryCatch(
      () => mkdtemp(path.join(tmpdir(), 'corl-graph-')),
      (cause) => unavailable(cause),
    ),
    TE.chain((folder) => async () => {
      try {
        const file = path.join(folder, 'graph.onnx')
        await writeFile(file, matchingGraph().toBytes())
        return await openSession(OWNER, file, { device: 'cpu', threads })()
      } catch (cause) {
        return E.left(unavailable(cause))
      } finally {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      }
    }),
    TE.map((session) => ({ session, [Symbol.asyncDispose]: session.close })),
  )

const unavailable = (cause: unknown): RewardError => ({
  _tag: 'Unavailable',
  reward: OWNER,
  reason: `no graph can be written to the folder for temporary files: ${messageOf(cause)}`,
})

/** Each holder's own view of a shared session: who has disposed of it cannot go on while another one still holds it. */
const matcherOf = (opened: SharedSession): TokenMatcher & AsyncDisposable => {
  let disposed = false
  return {
    match:
      (image, text, { signal }) =>
      async () => {
        if (disposed) return E.left(disposedOf(OWNER))
        const [ofImage, ofText] = [floatRows(image), floatRows(text)]
        return ofImage === undefined || ofText === undefined
          ? E.right(undefined)
          : matchBlocks(opened.session, ofImage, ofText, signal)
      },
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await opened[Symbol.asyncDispose]()
    },
  }
}
