import path from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../../core/error.js'
import type { GraphWriter } from './graph.js'
import { BESIDE, makeGraphFolder } from './graph-folder.js'
import { openSession, type Session, type SessionOptions } from './session.js'

/** What a graph is opened on. */
export interface OpenGraphOptions extends SessionOptions {
  /** Named in errors. */
  readonly reward: string
  /** The file the graph's weights lie in. */
  readonly checkpoint: string
  /** Another file that weights lie in, under a name of its own. */
  readonly beside?: string | undefined
  /** A folder of our own, where the graph may lie for the moment a session takes to open. */
  readonly scratchDir: string
}

/**
 * Opens a session on a graph whose weights stay in their checkpoint. The graph's folder is gone afterwards: the runtime has mapped
 * the weights by then.
 *
 * @param write - Writes the graph, given the checkpoint's name in its folder; the file beside it keeps its own.
 * @returns `Left BadFile` where no folder can be made for it, and `Left` as of `openSession`.
 */
export const openGraph =
  (write: (location: string) => GraphWriter, options: OpenGraphOptions): TaskEither<RewardError, Session> =>
  async () => {
    const { checkpoint, beside, scratchDir, reward } = options
    try {
      const folder = await makeGraphFolder(checkpoint, [scratchDir, path.join(path.dirname(checkpoint), BESIDE)])
      try {
        if (beside !== undefined) await folder.add(beside)
        const file = await folder.write('graph', write(folder.location).toBytes())
        return await openSession(reward, file, options)()
      } finally {
        await folder.remove()
      }
    } catch (cause) {
      return E.left({
        _tag: 'BadFile',
        file: checkpoint,
        expected: 'a file that can be linked or copied into a folder of graphs',
        received: messageOf(cause),
        cause,
      })
    }
  }
