import type { PullEvent } from '../../models/pull.js'
import { type Output, printable } from '../io.js'
import { showBytes, showSeconds } from './show.js'

/** Shows what a pull does. */
export interface PullProgress {
  readonly on: (event: PullEvent) => void
  readonly stop: () => void
}

/** One transfer: how far it is, and how fast it goes. */
class Transfer {
  have: number
  readonly #begun: number
  readonly #startedAt: number

  constructor(
    readonly file: string,
    have: number,
    readonly total: number | undefined,
    private readonly now: () => number,
  ) {
    this.have = have
    this.#begun = have
    this.#startedAt = now()
  }

  /** In bytes a second, since the transfer began. */
  get rate(): number {
    const seconds = (this.now() - this.#startedAt) / 1000
    return seconds > 0 ? (this.have - this.#begun) / seconds : 0
  }

  get left(): string {
    if (this.total === undefined || this.rate === 0) return 'unknown'
    return showSeconds((this.total - this.have) / this.rate)
  }
}

/** A bar on a terminal; elsewhere a line now and then, so that a log stays short. */
export const pullProgress = async (output: Output, now: () => number = Date.now): Promise<PullProgress> => {
  const view = output.isTTY === true ? await bars(output) : lines(output, now)
  let transfer: Transfer | undefined
  const say = (text: string): void => {
    view.stop()
    output.write(`${printable(text)}\n`)
  }
  const on = (event: PullEvent): void => {
    switch (event.kind) {
      case 'waiting':
        return say(
          `${event.file}: another process${event.pid === undefined ? '' : ` (${event.pid})`} is at it; waiting`,
        )
      case 'began':
        transfer = new Transfer(event.file, event.have, event.total, now)
        return view.begin(transfer)
      case 'received':
        if (transfer === undefined) return
        transfer.have += event.bytes
        return view.move(transfer)
      case 'retrying':
        return say(`${event.file}: ${event.reason}; trying again in ${showSeconds(event.delayMs / 1000)}`)
      case 'done':
        view.stop()
        transfer = undefined
    }
  }
  return { on, stop: view.stop }
}

interface View {
  readonly begin: (transfer: Transfer) => void
  readonly move: (transfer: Transfer) => void
  readonly stop: () => void
}

const bars = async (output: Output): Promise<View> => {
  const { SingleBar } = await import('cli-progress')
  let bar: InstanceType<typeof SingleBar> | undefined
  const shown = (transfer: Transfer): Readonly<Record<string, string>> => ({
    file: printable(transfer.file),
    of: `${showBytes(transfer.have)} of ${showBytes(transfer.total)}`,
    rate: `${showBytes(Math.round(transfer.rate))}/s`,
    left: transfer.left,
  })
  const stop = (): void => {
    bar?.stop()
    bar = undefined
  }
  return {
    begin: (transfer) => {
      stop()
      bar = new SingleBar({
        stream: output,
        format:
          transfer.total === undefined
            ? '{file} {of} | {rate}'
            : '{file} {bar} {percentage}% | {of} | {rate} | {left} left',
        hideCursor: false,
      })
      bar.start(transfer.total ?? 1, transfer.total === undefined ? 0 : transfer.have, shown(transfer))
    },
    move: (transfer) => {
      if (transfer.total === undefined) bar?.update(0, shown(transfer))
      else bar?.update(transfer.have, shown(transfer))
    },
    stop,
  }
}

const LINE_EVERY_MS = 10_000

const lines = (output: Output, now: () => number): View => {
  let saidAt = 0
  const line = (text: string): void => {
    output.write(`${printable(text)}\n`)
  }
  return {
    begin: ({ file, have, total }) => {
      saidAt = now()
      line(`${file}: ${have > 0 ? `going on after ${showBytes(have)} of` : 'fetching'} ${showBytes(total)}`)
    },
    move: (transfer) => {
      if (now() - saidAt < LINE_EVERY_MS) return
      saidAt = now()
      const { file, have, total, rate, left } = transfer
      line(`${file}: ${showBytes(have)} of ${showBytes(total)}, ${showBytes(Math.round(rate))}/s, ${left} left`)
    },
    stop: () => undefined,
  }
}
