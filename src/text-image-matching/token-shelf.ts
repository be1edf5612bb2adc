import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, unexpected } from '../core/error.js'
import type { Side } from './token-sample.js'

/** Makes the tokens of a side ready to be compared. */
export type Prepare<A> = (side: Side) => Promise<E.Either<RewardError, A>>

interface Entry<A> {
  /** Uses to come. */
  left: number
  ready?: ReturnType<Prepare<A>>
}

/**
 * The tokens of one side over a batch: those that several samples hold (the same object or path, under the same mask) are made ready once,
 * and let go after their last use.
 */
export class TokenShelf<A> {
  private readonly entries = new Map<unknown, Map<unknown, Entry<A>>>()

  /**
   * @param reward - Named in errors.
   * @param uses - One entry a use.
   */
  constructor(
    private readonly reward: string,
    private readonly prepare: Prepare<A>,
    uses: ReadonlyArray<Side>,
  ) {
    for (const { tokens, mask } of uses) {
      const masks = this.entries.get(tokens) ?? new Map<unknown, Entry<A>>()
      this.entries.set(tokens, masks)
      masks.set(mask, { left: (masks.get(mask)?.left ?? 0) + 1 })
    }
  }

  /** The tokens, made ready now unless they are or will soon be. Never rejects. */
  get(side: Side): ReturnType<Prepare<A>> {
    const entry = this.entryOf(side)
    if (entry === undefined) return this.attempt(side)
    entry.ready ??= this.attempt(side)
    return entry.ready
  }

  /** Tells that one of the uses counted at the start is over. */
  release(side: Side): void {
    const entry = this.entryOf(side)
    if (entry === undefined) return
    entry.left--
    if (entry.left === 0) delete entry.ready
  }

  private entryOf({ tokens, mask }: Side): Entry<A> | undefined {
    return this.entries.get(tokens)?.get(mask)
  }

  /** What reads tokens is foreign code: what it throws is an error of these tokens. */
  private async attempt(side: Side): ReturnType<Prepare<A>> {
    try {
      return await this.prepare(side)
    } catch (cause) {
      return E.left(unexpected(this.reward, cause))
    }
  }
}
