import { fork } from 'node:child_process'
import type { Answers, Job, Message } from './job.js'

/** What a process answered, or why it did not. */
export type Reply<A> =
  { readonly _tag: 'Answer'; readonly answer: A } | { readonly _tag: 'Refused'; readonly message: string }

/** How processes are started. */
export interface ChildOptions {
  /** The file of the worker. */
  readonly worker: string
  readonly timeoutMs: number
  readonly onPhase: (phase: string) => void
  /** What the process prints: never on stdout, which carries results. */
  readonly onOutput: (text: string) => void
}

/** Has a task done in a fresh process, which is ended afterwards, whatever it left running. */
export const inChild = <T extends Job['task']>(
  job: Extract<Job, { task: T }>,
  { worker, timeoutMs, onPhase, onOutput }: ChildOptions,
): Promise<Reply<Answers[T]>> =>
  new Promise((resolve) => {
    const child = fork(worker, [], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    let phase = 'import'
    const settle = (reply: Reply<Answers[T]>): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(reply)
    }
    const refuse = (message: string): void => settle({ _tag: 'Refused', message })
    const timer = setTimeout(() => refuse(`no answer within ${timeoutMs / 1000} s (at: ${phase})`), timeoutMs)
    child.stdout?.setEncoding('utf8').on('data', onOutput)
    child.stderr?.setEncoding('utf8').on('data', onOutput)
    child.on('message', (message: Message) => {
      if (message._tag === 'Phase') {
        phase = message.phase
        onPhase(phase)
      }
      // Sound: a task is answered by its own kind of answer.
      else settle(message as Reply<Answers[T]>)
    })
    child.on('error', (cause) => refuse(`the process could not be started: ${cause.message}`))
    child.on('exit', (code, signal) => refuse(`the process ended (${signal ?? `exit code ${String(code)}`})`))
    child.send(job, (cause) => {
      if (cause !== null) refuse(`the process took no task: ${cause.message}`)
    })
  })
