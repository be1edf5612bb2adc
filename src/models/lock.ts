import { randomUUID } from 'node:crypto'
import { lstat, open, readFile, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { badFile, hasCode } from './failure.js'

export interface LockOptions {
  readonly signal: AbortSignal
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Called once when another process is waited for. */
  readonly waiting?: (pid: number | undefined) => void
  /** How often the holder shows that it lives. */
  readonly heartbeatMs?: number
  /** A lock that nobody has shown to hold for this long is taken over. */
  readonly staleMs?: number
  readonly pollMs?: number
}

interface Holder {
  readonly token: string
  readonly pid?: number
  readonly host?: string
}

/**
 * Runs something while no other process does, on the strength of a file that exists while it runs. The file holds process and host;
 * its time is renewed while the holder lives. The lock of a process that has ended, or that has not shown itself for `staleMs`,
 * is taken over.
 *
 * @param path - The lock file; its folder exists.
 * @param run - Its signal fires too when the lock was lost to another process (after a long sleep of the machine).
 */
export const withLock = async <A>(
  path: string,
  options: LockOptions,
  run: (signal: AbortSignal) => Promise<A>,
): Promise<A> => {
  const { heartbeatMs = 5000 } = options
  const token = await acquire(path, options)
  const lost = new AbortController()
  const heartbeat = setInterval(() => {
    void beat(path, token).then((held) => {
      if (!held) lost.abort(new Error(`another process has taken over ${path}`))
    })
  }, heartbeatMs)
  heartbeat.unref()
  try {
    return await run(AbortSignal.any([options.signal, lost.signal]))
  } finally {
    clearInterval(heartbeat)
    if ((await holderOf(path))?.token === token) await rm(path, { force: true })
  }
}

const acquire = async (path: string, options: LockOptions): Promise<string> => {
  const { signal, sleep, waiting, staleMs = 30_000, pollMs = 250 } = options
  const token = randomUUID()
  for (let told = false; ;) {
    signal.throwIfAborted()
    if (await create(path, { token, pid: process.pid, host: hostname() })) return token
    const holder = await holderOf(path)
    if (holder === undefined) {
      // It was just released; or it is a link to nothing, and then nobody ever will.
      await refuseLink(path)
      await sleep(1, signal)
      continue
    }
    if (await isStale(path, holder, staleMs)) {
      if (!(await takeAway(path, holder, staleMs))) await sleep(1, signal)
      continue
    }
    if (!told) waiting?.(holder.pid)
    told = true
    await sleep(pollMs, signal)
  }
}

/** No lock is a link, and one to nothing would look taken forever. */
const refuseLink = async (path: string): Promise<void> => {
  const info = await lstat(path).catch((cause: unknown) => {
    if (hasCode(cause, 'ENOENT')) return undefined
    throw cause
  })
  if (info?.isSymbolicLink() === true) throw badFile(path, 'a lock file', 'a symbolic link; remove it')
}

const create = async (path: string, holder: Holder): Promise<boolean> => {
  try {
    const handle = await open(path, 'wx')
    try {
      await handle.writeFile(JSON.stringify(holder))
    } finally {
      await handle.close()
    }
    return true
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false
    throw cause
  }
}

/** Who holds the lock; nothing when nobody does. One that cannot be read is held by nobody known. */
const holderOf = async (path: string): Promise<Holder | undefined> => {
  try {
    const { token, pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>
    return { token: String(token), ...(Number.isInteger(pid) ? { pid: Number(pid) } : {}), host: String(host) }
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined
    if (cause instanceof SyntaxError) return { token: '' }
    throw cause
  }
}

const isStale = async (path: string, { pid, host }: Holder, staleMs: number): Promise<boolean> => {
  if (pid !== undefined && host === hostname() && !isAlive(pid)) return true
  try {
    return Date.now() - (await stat(path)).mtimeMs > staleMs
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return false
    throw cause
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return !hasCode(cause, 'ESRCH')
  }
}

/**
 * Removes a stale lock. One process at a time may, and looks again before it does: what it found stale may be gone, and another one's
 * lock in its place. Answers whether it had its turn.
 */
const takeAway = async (path: string, stale: Holder, staleMs: number): Promise<boolean> => {
  const turn = `${path}.turn`
  if (!(await create(turn, { token: randomUUID() }))) {
    // Held for milliseconds; one that is old was left by a process that ended within them.
    if (await isStale(turn, { token: '' }, staleMs)) await rm(turn, { force: true })
    else await refuseLink(turn)
    return false
  }
  try {
    if ((await holderOf(path))?.token === stale.token) await rm(path, { force: true })
    return true
  } finally {
    await rm(turn, { force: true })
  }
}

const beat = async (path: string, token: string): Promise<boolean> => {
  try {
    if ((await holderOf(path))?.token !== token) return false
    const now = new Date()
    await utimes(path, now, now)
    return true
  } catch {
    // The file system hesitates; staleness is judged by others after several beats.
    return true
  }
}
