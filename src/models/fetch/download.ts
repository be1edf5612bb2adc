import path from 'node:path'
import type { Answer, Client } from './client.js'
import { Interrupted, isTransient, reasonOf, Refused } from './interrupted.js'
import { freeBytes } from '../free-bytes.js'
import { backOff, MAX_RETRY_AFTER_MS, retryAfter, type Waiting } from './back-off.js'
import { difference, digestFile, digestOfTag, type Expected, type FileDigest } from '../digest.js'
import { openPart, type Part } from './part.js'
import type { Source } from './source-url.js'

/** What a download tells while it runs. */
export interface DownloadListener {
  /** A transfer begins, `have` bytes being there already. */
  readonly began: (have: number, total: number | undefined) => void
  readonly received: (bytes: number) => void
  readonly retrying: (reason: string, delayMs: number) => void
}

export interface Wanted {
  readonly source: Source
  /** Where what has come is kept; complete and verified, it is left there. */
  readonly part: string
  readonly bytes?: number
  readonly digest?: Expected
}

/** What came, and what vouches for it. */
export interface Downloaded extends FileDigest {
  readonly vouched: 'catalogue' | 'hub' | 'none'
}

/** A try after so much has come is a first one again: a long file on a poor line is no failure. */
const PROGRESS_BYTES = 1 << 20

/** Tries for a file, all told, however much each of them brings. */
const MOST_TRIES = 10_000

/** The most that is taken from a server that does not say how much there is. */
const MAX_UNKNOWN_BYTES = 16 * 2 ** 30

/**
 * Fetches a file until it is whole and verified: goes on where it stopped, waits longer each time, gives up when `retries` tries in a
 * row brought nothing new. What came again after the server had it begin anew is new `retries` times.
 *
 * @throws Refused when asking again is no use; Error with the last reason when patience ends; the signal's reason.
 */
export const download = async (
  wanted: Wanted,
  client: Client,
  waiting: Waiting,
  listener: DownloadListener,
  signal: AbortSignal,
): Promise<Downloaded> => {
  const part = await openPart(wanted.part)
  try {
    let mark = part.length()
    let restarts = 0
    for (let attempt = 0, tries = 1; ; attempt++, tries++) {
      try {
        return await once(wanted, part, client, waiting, listener, signal)
      } catch (cause) {
        signal.throwIfAborted()
        if (cause instanceof Refused) throw cause
        if (!isTransient(cause)) throw cause
        if (part.length() < mark && restarts++ < waiting.retries) mark = part.length()
        if (part.length() - mark >= PROGRESS_BYTES) {
          attempt = 0
          mark = part.length()
        }
        if (attempt >= waiting.retries || tries >= MOST_TRIES) {
          throw new Refused(`${reasonOf(cause)} (tried ${attempt >= waiting.retries ? attempt + 1 : tries} times)`)
        }
        const asked = cause instanceof Interrupted ? (cause.afterMs ?? 0) : 0
        if (asked > MAX_RETRY_AFTER_MS) {
          throw new Refused(`the server asks to come back in ${Math.ceil(asked / 60_000)} minutes`)
        }
        const delayMs = Math.max(asked, backOff(attempt, waiting))
        listener.retrying(reasonOf(cause), delayMs)
        await waiting.sleep(delayMs, signal)
      }
    }
  } finally {
    await part.handle.close()
  }
}

const once = async (
  wanted: Wanted,
  part: Part,
  client: Client,
  waiting: Waiting,
  listener: DownloadListener,
  signal: AbortSignal,
): Promise<Downloaded> => {
  const have = part.length()
  // All of it may be there already, from a run that was ended before it could look.
  if (wanted.bytes !== undefined && have === wanted.bytes && wanted.digest !== undefined) {
    const digest = await digestFile(part.path, { signal })
    if (difference(digest, wanted) === undefined) return { ...digest, vouched: 'catalogue' }
    await part.restart(undefined)
  }
  const from = canGoOn(wanted, part) ? part.length() : 0
  const answer = await client.get(wanted.source, rangeHeaders(from, part.tag()), signal)
  const total = await accepted(answer, from, wanted, part, waiting)
  listener.began(part.length(), total)
  const limit = total ?? MAX_UNKNOWN_BYTES
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    if (part.length() + chunk.length > limit) {
      answer.body.destroy()
      await part.restart(undefined)
      throw new Interrupted(`more came than the ${limit} bytes there should be`)
    }
    await part.append(chunk)
    listener.received(chunk.length)
  }
  if (total !== undefined && part.length() < total) {
    throw new Interrupted(`the transfer ended after ${part.length()} of ${total} bytes`)
  }
  return verified(wanted, part, answer, signal)
}

/** Whether what is there and what would come belong together: by the tag, or since the digest of the whole is known. */
const canGoOn = ({ digest, bytes }: Wanted, part: Part): boolean =>
  part.length() > 0 &&
  (bytes === undefined || part.length() < bytes) &&
  (part.tag() !== undefined || digest !== undefined)

const rangeHeaders = (from: number, tag: string | undefined): Readonly<Record<string, string>> => {
  if (from === 0) return {}
  return { range: `bytes=${from}-`, ...(tag === undefined ? {} : { 'if-range': tag }) }
}

/** A tag that says that two answers are the same to the byte. */
const strongTag = (answer: Answer): string | undefined => {
  const tag = answer.headers['etag']
  return tag !== undefined && /^"[\x21\x23-\x7e]*"$/.test(tag) ? tag : undefined
}

/** Judges the head of an answer and makes the part ready for its body; the length of the whole, when it is known. */
const accepted = async (
  answer: Answer,
  from: number,
  wanted: Wanted,
  part: Part,
  waiting: Waiting,
): Promise<number | undefined> => {
  const refuse = (failure: Error): never => {
    answer.body.on('error', () => undefined).destroy()
    throw failure
  }
  const { status, headers } = answer
  const encoding = headers['content-encoding']
  if (status < 300 && encoding !== undefined && encoding !== 'identity') {
    return refuse(new Refused(`the server encodes the file (${encoding}) though it was asked not to`))
  }
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range']?.trim() ?? '')
    const same = part.tag() === undefined || strongTag(answer) === undefined || strongTag(answer) === part.tag()
    if (from === 0 || range === null || Number(range[1]) !== from || !same) {
      await part.restart(undefined)
      return refuse(new Interrupted('the server sent another part than was asked for'))
    }
    const whole = range[2] === '*' ? undefined : Number(range[2])
    return lengthOf(whole, wanted, part, refuse)
  }
  if (status === 200) {
    await part.restart(strongTag(answer))
    const text = headers['content-length']
    return lengthOf(text === undefined ? undefined : Number(text), wanted, part, refuse)
  }
  if (status === 416) {
    await part.restart(undefined)
    return refuse(new Interrupted('the server has no more than what was there; beginning again'))
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const after = retryAfter(headers['retry-after'], waiting.now())
    return refuse(new Interrupted(`the server answered ${status}`, after))
  }
  return refuse(new Refused(`the server answered ${status}${hintOf(status, wanted.source)}`))
}

const lengthOf = async (
  announced: number | undefined,
  { bytes }: Wanted,
  part: Part,
  refuse: (failure: Error) => never,
): Promise<number | undefined> => {
  const odd = announced !== undefined && !Number.isSafeInteger(announced)
  if (odd || (announced !== undefined && bytes !== undefined && announced !== bytes)) {
    await part.restart(undefined)
    return refuse(new Interrupted(`the server announces ${announced} bytes where ${bytes ?? 'a number'} should be`))
  }
  const whole = bytes ?? announced
  const free = await freeBytes(path.dirname(part.path))
  const left = whole === undefined ? 0 : whole - part.length()
  if (left > free) return refuse(new Refused(`${left} bytes are to come and only ${free} are free on the disk`))
  return whole
}

const hintOf = (status: number, { hubOrigin, token }: Source): string => {
  if ((status === 401 || status === 403) && hubOrigin !== undefined) {
    return token === undefined
      ? ': it may want a token, HF_TOKEN'
      : ': the token in HF_TOKEN has no access; are the terms of the model accepted?'
  }
  return status === 404 || status === 410 ? ': there is no such file there' : ''
}

const verified = async (wanted: Wanted, part: Part, answer: Answer, signal: AbortSignal): Promise<Downloaded> => {
  await part.handle.sync()
  const fromHub = wanted.digest === undefined ? digestOfTag(answer.hubTag) : undefined
  const expected = wanted.digest ?? fromHub
  const digest = await digestFile(part.path, { git: expected?.kind === 'git-sha1', signal })
  const wrong = difference(digest, {
    ...(wanted.bytes === undefined ? {} : { bytes: wanted.bytes }),
    ...(expected === undefined ? {} : { digest: expected }),
  })
  if (wrong !== undefined) {
    await part.restart(undefined)
    throw new Interrupted(`what came is damaged or another file: expected ${wrong.expected}, got ${wrong.received}`)
  }
  return { ...digest, vouched: wanted.digest !== undefined ? 'catalogue' : fromHub !== undefined ? 'hub' : 'none' }
}
