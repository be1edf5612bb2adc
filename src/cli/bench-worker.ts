/** The process a reward is measured in, started by corl-bench: one task, one answer. */
import { messageOf } from '../core/error.js'
import type { Job, Message } from './bench/job.js'
import { work } from './bench/work.js'

const tell = (message: Message): void => {
  process.send?.(message)
}

/** Foreign code may fail long after its call has returned. */
const refuse = (cause: unknown): void => tell({ _tag: 'Refused', message: messageOf(cause) })

process.on('uncaughtException', refuse)
process.on('unhandledRejection', refuse)
process.once('message', (job: Job) => {
  void work(job, (phase) => tell({ _tag: 'Phase', phase })).then((answer) => tell({ _tag: 'Answer', answer }), refuse)
})
