import path from 'node:path'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError } from '../core/error.js'
import { catalogue } from './catalogue.js'
import type { CatalogueEntry, ModelFile } from './entry.js'
import { type Environment, isOn } from './environment.js'
import { expectedOf } from './expected.js'
import { attempt, ModelFailure } from './failure.js'
import type { Waiting } from './fetch/back-off.js'
import { type Client, openClient } from './fetch/client.js'
import { download, type Downloaded } from './fetch/download.js'
import { reasonOf } from './fetch/interrupted.js'
import { removePart } from './fetch/part.js'
import { shownUrl, type Source, sourceOf } from './fetch/source-url.js'
import { fromCache } from './from-cache.js'
import { adopt, type PulledFile, whatIsHere } from './here.js'
import { bringIn, install } from './install.js'
import { withLock } from './lock.js'
import { makePlaceInside } from './place.js'
import { requireModel } from './require-model.js'
import { sleep } from './sleep.js'

/** What a pull tells while it runs; the file is named in each. */
export type PullEvent =
  | { readonly kind: 'waiting'; readonly file: string; readonly pid?: number }
  | { readonly kind: 'began'; readonly file: string; readonly have: number; readonly total?: number }
  | { readonly kind: 'received'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'retrying'; readonly file: string; readonly reason: string; readonly delayMs: number }
  | { readonly kind: 'done'; readonly file: string }

/** A model that is there now. */
export interface Pulled {
  readonly model: string
  readonly files: ReadonlyArray<PulledFile>
}

/** What a pull works with. */
export interface PullOptions {
  /** The environment, normally `process.env`: proxies, mirror, hub, caches. */
  readonly env: Environment
  /** The models' folder, absolute. */
  readonly home: string
  /** Ends the work; what has come of a download stays for the next time. */
  readonly signal: AbortSignal
  /** Fetches again what is there already. */
  readonly force?: boolean
  /** Hears how it goes. */
  readonly onEvent?: (event: PullEvent) => void
  /** Other models than the catalogue's. */
  readonly models?: ReadonlyArray<CatalogueEntry>
  /** What servers are told; by default the name of this package. */
  readonly userAgent?: string
  /** Clock, chance and the number of tries; by default the real ones, and 6 more after the first. */
  readonly waiting?: Partial<Waiting>
  /** How long nothing may come before a try counts as failed, in ms; by default 30,000. */
  readonly stallMs?: number
}

const STALL_MS = 30_000
const RETRIES = 6
const FIRST_DELAY_MS = 500

/** Everything that fetching a file needs to know. */
interface Run extends Required<Pick<PullOptions, 'env' | 'home' | 'signal' | 'force' | 'onEvent'>> {
  readonly waiting: Waiting
  readonly client: () => Promise<Client>
}

/**
 * Gets the files of a model: takes what is there, links what the caches of torch or Hugging Face hold, downloads the rest. Each
 * file is verified before it stands under its name. Two processes that want the same file fetch it once.
 *
 * @param name - As in the catalogue.
 * @returns Left `InvalidOption` for an unknown name or a setting that cannot be followed, `Download` when a file could not be had
 * or verified, `Unavailable` when `HF_HUB_OFFLINE` forbids to, `BadFile` for a place behind a link out of the folder, `Aborted`.
 * @category commands
 * @since 0.2.0
 */
export const pullModel = (name: string, options: PullOptions): TE.TaskEither<RewardError, Pulled> =>
  attempt(async () => {
    const { models = catalogue, env, stallMs = STALL_MS, userAgent = 'corl-rewards' } = options
    const entry = requireModel(name, models)
    let client: Promise<Client> | undefined
    const run: Run = {
      ...options,
      force: options.force ?? false,
      onEvent: options.onEvent ?? (() => undefined),
      waiting: {
        sleep,
        random: Math.random,
        now: Date.now,
        retries: RETRIES,
        firstDelayMs: FIRST_DELAY_MS,
        ...options.waiting,
      },
      client: () => (client ??= openClient({ env, stallMs, userAgent })),
    }
    try {
      const files: Array<PulledFile> = []
      for (const file of entry.files) files.push(await pullFile(entry, file, run))
      return { model: entry.name, files }
    } catch (cause) {
      if (options.signal.aborted && !(cause instanceof ModelFailure)) {
        throw new ModelFailure({ _tag: 'Aborted', reason: messageOf(options.signal.reason) })
      }
      throw cause
    } finally {
      await (await client?.catch(() => undefined))?.close()
    }
  })

const pullFile = async (entry: CatalogueEntry, file: ModelFile, run: Run): Promise<PulledFile> => {
  const { home, signal, onEvent } = run
  const here = run.force ? undefined : await whatIsHere(file, home)
  if (here !== undefined) return here
  // A wrong setting is told before anything is waited for.
  const source = sourceOf(file, run.env)
  const place = await makePlaceInside(home, file.path)
  const lock = await makePlaceInside(home, `${file.path}.lock`)
  const waiting = (pid: number | undefined): void =>
    onEvent({ kind: 'waiting', file: file.name, ...(pid === undefined ? {} : { pid }) })
  return withLock(lock, { signal, sleep: run.waiting.sleep, waiting }, async (held) => {
    // Who waited finds it there.
    const meanwhile = run.force ? undefined : ((await whatIsHere(file, home)) ?? (await adopt(file, home, held)))
    if (meanwhile !== undefined) return meanwhile
    const cached = await fromCache(file, run.env, held)
    if (cached !== undefined) {
      const { digest, verified } = cached
      const record = { sha256: digest.sha256, bytes: digest.bytes, verified, source: cached.path }
      const how = await bringIn(cached.path, 'link', digest, { home, file: file.path, place, record }, held)
      await removePart(`${place}.part`)
      return { name: file.name, path: place, bytes: digest.bytes, how, verified }
    }
    return fetchFile(entry, file, source, place, run, held)
  })
}

const fetchFile = async (
  entry: CatalogueEntry,
  file: ModelFile,
  source: Source,
  place: string,
  run: Run,
  signal: AbortSignal,
): Promise<PulledFile> => {
  const { home, env, onEvent, waiting } = run
  const url = shownUrl(source.url)
  if (isOn(env['HF_HUB_OFFLINE'])) {
    const reason = `${file.name} is neither here nor in a cache, and HF_HUB_OFFLINE forbids to fetch it from ${url}`
    throw new ModelFailure({ _tag: 'Unavailable', reward: entry.name, reason })
  }
  const part = await makePlaceInside(home, `${file.path}.part`)
  await makePlaceInside(home, `${file.path}.part.tag`)
  const digest = expectedOf(file)
  const wanted = {
    source,
    part,
    ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
    ...(digest === undefined ? {} : { digest }),
  }
  let came: Downloaded
  try {
    came = await download(
      wanted,
      await run.client(),
      waiting,
      {
        began: (have, total) =>
          onEvent({ kind: 'began', file: file.name, have, ...(total === undefined ? {} : { total }) }),
        received: (bytes) => onEvent({ kind: 'received', file: file.name, bytes }),
        retrying: (reason, delayMs) => onEvent({ kind: 'retrying', file: file.name, reason, delayMs }),
      },
      signal,
    )
  } catch (cause) {
    if (run.signal.aborted || cause instanceof ModelFailure) throw cause
    throw new ModelFailure({ _tag: 'Download', model: entry.name, url, reason: reasonOf(cause) })
  }
  const verified =
    came.vouched === 'catalogue' ? file.check.verify : came.vouched === 'hub' ? 'hub' : ('unverified' as const)
  const record = { sha256: came.sha256, bytes: came.bytes, verified, source: url }
  await install(part, { home, file: file.path, place, record })
  await removePart(part)
  onEvent({ kind: 'done', file: file.name })
  return { name: path.basename(place), path: place, bytes: came.bytes, how: 'downloaded', verified }
}
