/// <reference lib="esnext.disposable" preserve="true" />
import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../core/error.js'

interface Disposable {
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

interface Holding {
  readonly opened: Promise<E.Either<RewardError, Disposable>>
  holders: number
}

const held = new Map<string, Holding>()

/**
 * Opens something once a process: who asks for the same key gets the same one, and the last to dispose of it closes it. A failure
 * is not kept.
 */
export const shared =
  <A extends Disposable>(key: string, open: TE.TaskEither<RewardError, A>): TE.TaskEither<RewardError, A> =>
  async () => {
    const holding: Holding = held.get(key) ?? { opened: open(), holders: 0 }
    held.set(key, holding)
    holding.holders++
    // Sound: a key names what is opened, so it is always of the same kind.
    const opened = (await holding.opened) as E.Either<RewardError, A>
    if (E.isLeft(opened)) {
      if (held.get(key) === holding) held.delete(key)
      return opened
    }
    let released = false
    return E.right({
      ...opened.right,
      [Symbol.asyncDispose]: async () => {
        if (released) return
        released = true
        if (--holding.holders > 0) return
        held.delete(key)
        await opened.right[Symbol.asyncDispose]()
      },
    })
  }

/** What tells a file from the one that replaces it, for the key of what is opened on it. */
export const fileIdentity = async (file: string): Promise<string> => {
  const { dev, ino, size, mtimeMs } = await stat(file).catch(() => ({ dev: 0, ino: 0, size: 0, mtimeMs: 0 }))
  return [path.resolve(file), dev, ino, size, mtimeMs].join(':')
}

/** What is closed when the last of its holders disposes of it. */
export type Shared<A> = A & Disposable

/** Opens a network once a process, way of opening it and file. */
export const sharedNetwork =
  <A extends { readonly close: () => Promise<void> }>(
    kind: string,
    opening: { readonly checkpoint: string },
    open: TE.TaskEither<RewardError, A>,
  ): TE.TaskEither<RewardError, Shared<A>> =>
  async () => {
    const key = JSON.stringify([kind, opening, await fileIdentity(opening.checkpoint)])
    return shared<Shared<A>>(
      key,
      TE.map((network: A) => ({ ...network, [Symbol.asyncDispose]: network.close }))(open),
    )()
  }
