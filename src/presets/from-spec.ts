import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../core/error.js'
import { disposal } from '../core/make.js'
import type { AnyReward } from '../core/reward.js'
import { canonicalSpec } from './canonical-spec.js'
import type { LoadContext, LoadedReward } from './entry.js'
import { childAt, readNode, type SpecNode } from './read-node.js'
import type { RewardSpec } from './spec.js'
import { invalidSpec, type SpecPath } from './spec-error.js'
import { remember } from './to-spec.js'

/**
 * Makes a reward from data. The whole spec is validated before anything is loaded, and what cannot work is told here, not at
 * the first sample; where a part does not load, the parts already loaded are freed.
 *
 * @param spec - See {@link RewardSpec}. Anything may be handed in: at most 64 levels and 10,000 values.
 * @param context - Where models lie.
 * @returns `Left InvalidSpec` whose `path` names the place (`weightedSum[1][1].mcq.variant`), `Left UnknownReward` with the
 *   nearest ids, `Left MissingPackage` or `Left Unavailable` for a reward that cannot run here; else the reward.
 * @example
 * ```ts @import.meta.vitest
 * const { score } = await import('../score.js')
 * const loaded = await fromSpec({ weightedSum: [[1, 'mcq'], [0.5, 'format']] })()
 * if (loaded._tag === 'Left') throw new Error(loaded.left._tag)
 * const sample = { completion: '<think>two fours</think><answer>B</answer>', answer: 'B' }
 * expect(await score(loaded.right, [sample])).toMatchObject([{ value: 1.5, parts: { mcq: { value: 1 }, format: { value: 1 } } }])
 * ```
 * @category specs
 * @since 0.1.0
 */
export const fromSpec = (spec: unknown, context: LoadContext = {}): TE.TaskEither<RewardError, LoadedReward> =>
  pipe(
    TE.fromEither(canonicalSpec(spec)),
    TE.chain((canonical) => load(canonical, [], context)),
  )

const load =
  (spec: RewardSpec, path: SpecPath, context: LoadContext): TE.TaskEither<RewardError, LoadedReward> =>
  async () => {
    const read = readNode(spec, path)
    if (E.isLeft(read)) return read
    const parts = await loadAll(read.right, path, context)()
    if (E.isLeft(parts)) return parts
    const built = pipe(
      read.right.form.build(read.right.node, parts.right, context),
      TE.chain((reward) =>
        pipe(
          accepted(reward, read.right, path),
          // What it holds itself, a captioner say, is none of the parts.
          TE.orElse((error) => async () => {
            await dispose([reward, ...parts.right])
            return E.left(error)
          }),
        ),
      ),
    )
    const reward = await built()
    if (E.isLeft(reward)) {
      await dispose(parts.right)
      return reward
    }
    // A fresh object: one spec to each, also where a constructor hands the same reward out twice.
    return E.right(remember({ ...reward.right }, spec))
  }

/** The parts, one after another: two models that load at once may not fit where one after the other does. */
const loadAll =
  (read: SpecNode, path: SpecPath, context: LoadContext): TE.TaskEither<RewardError, ReadonlyArray<LoadedReward>> =>
  async () => {
    const loaded: Array<LoadedReward> = []
    for (const child of read.children) {
      // Canonical: it is there, and a spec.
      const spec = read.form.meant(childAt(read.node, child) as RewardSpec, child, read.node)
      const part = await load(spec, [...path, ...child], context)()
      if (E.isLeft(part)) {
        await dispose(loaded)
        return part
      }
      loaded.push(part.right)
    }
    return E.right(loaded)
  }

/** The failure that made us dispose is the one to tell; one of freeing would only hide it. */
const dispose = async (rewards: ReadonlyArray<AnyReward>): Promise<void> => {
  // Each once, whatever is part of another.
  await Promise.allSettled([disposal(rewards)[Symbol.asyncDispose]?.()])
}

/** A reward built from impossible options says so to every batch, the empty one too: better now than at the first sample. */
const accepted = (
  reward: AnyReward,
  { form, node }: SpecNode,
  path: SpecPath,
): TE.TaskEither<RewardError, LoadedReward> => {
  // Sound: rewards look at what a sample holds before they use it.
  const loaded = reward as LoadedReward
  return pipe(
    loaded.score([]),
    TE.map(() => loaded),
    TE.orElse((error) => {
      if (error._tag !== 'InvalidOption') return TE.right(loaded)
      const options = node[form.head]
      const inside = typeof options === 'object' && options !== null && error.option in options ? [error.option] : []
      const place = error.option in node ? [error.option] : [form.head, ...inside]
      return TE.left(invalidSpec([...path, ...place], `${error.expected} as ${error.option}`, error.received))
    }),
  )
}
