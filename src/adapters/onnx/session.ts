import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { disposedOf, messageOf, type RewardError, unexpected } from '../../core/error.js'
import { candidates, type Device } from './device.js'
import { loadRuntime, type OrtSession, type Runtime } from './runtime.js'

/** How sessions are opened. */
export interface SessionOptions {
  readonly device: Device
  /** Threads within an operator; default: as many as the machine runs at once. */
  readonly threads?: number | undefined
}

/** The most threads that may be asked for. */
export const MAX_THREADS = 1024

/** What is logged: the optimiser's warnings are not. */
const FATAL = 4

/** A tensor that goes in or comes out. */
export interface Tensor {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

/** A tensor that goes in: whole numbers, too. */
export interface Feed {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array | BigInt64Array
}

/** A graph that runs. Runs wait for one another: two at once would take twice the memory and no less time. */
export interface Session {
  /** Where it runs. */
  readonly device: Exclude<Device, 'auto'>
  /** Names of what goes in. */
  readonly inputs: ReadonlyArray<string>
  readonly run: (feeds: Readonly<Record<string, Feed>>) => TaskEither<RewardError, Readonly<Record<string, Tensor>>>
  /** Frees the session when the run under way is over. */
  readonly close: () => Promise<void>
}

/**
 * Opens a session on a graph file.
 *
 * @param reward - Named in errors.
 * @param graphFile - A `.onnx` file, weights beside it.
 * @returns `Left MissingPackage` without onnxruntime-node, `Left Unavailable` where the device does not open or the graph does not load.
 */
export const openSession =
  (reward: string, graphFile: string, options: SessionOptions): TaskEither<RewardError, Session> =>
  async () => {
    const runtime = await loadRuntime(reward)()
    if (E.isLeft(runtime)) return runtime
    const tooLong = commandLineFault(reward)
    if (tooLong !== undefined) return E.left(tooLong)
    const bundled = runtime.right.listSupportedBackends().map(({ name }) => name)
    let reason = ''
    for (const device of candidates(options.device, process.platform, bundled)) {
      try {
        const session = await runtime.right.InferenceSession.create(graphFile, {
          executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
          intraOpNumThreads: options.threads ?? availableParallelism(),
          interOpNumThreads: 1,
          executionMode: 'sequential',
          graphOptimizationLevel: 'all',
          logSeverityLevel: FATAL,
        })
        return E.right(sessionOf(reward, runtime.right, session, device as Session['device']))
      } catch (cause) {
        reason = `${device} does not open: ${messageOf(cause)}`
      }
    }
    return E.left({ _tag: 'Unavailable', reward, reason })
  }

/** onnxruntime 1.30 reads the command line of its process on Linux, and the process ends in a segmentation fault from 25 kB on. */
const LONGEST_COMMAND_LINE = 16_000

const commandLineFault = (reward: string): RewardError | undefined => {
  const length = [process.execPath, ...process.execArgv, ...process.argv].reduce((sum, one) => sum + one.length + 1, 0)
  if (process.platform !== 'linux' || length <= LONGEST_COMMAND_LINE) return undefined
  const reason = `onnxruntime does not bear a command line of ${length} characters: hand long arguments over in a file`
  return { _tag: 'Unavailable', reward, reason }
}

const sessionOf = (reward: string, runtime: Runtime, session: OrtSession, device: Session['device']): Session => {
  let last: Promise<unknown> = Promise.resolve()
  /** One after another, whatever becomes of those before. */
  const queued = <A>(work: () => Promise<A>): Promise<A> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
  let closed: Promise<void> | undefined
  return {
    device,
    inputs: session.inputNames,
    run: (feeds) => () =>
      queued(async () => {
        if (closed !== undefined) return E.left(disposedOf(reward))
        try {
          const inputs = Object.entries(feeds).map(
            ([name, { data, shape }]) => [name, tensorOf(runtime, data, shape)] as const,
          )
          const outputs = await session.run(Object.fromEntries(inputs))
          return E.right(
            Object.fromEntries(
              Object.entries(outputs).map(([name, { data, dims }]) => [
                name,
                { shape: dims, data: data as Float32Array },
              ]),
            ),
          )
        } catch (cause) {
          return E.left(unexpected(reward, cause))
        }
      }),
    close: () => (closed ??= queued(() => session.release())),
  }
}

const tensorOf = (runtime: Runtime, data: Feed['data'], shape: Feed['shape']) =>
  data instanceof Float32Array ? new runtime.Tensor('float32', data, shape) : new runtime.Tensor('int64', data, shape)
