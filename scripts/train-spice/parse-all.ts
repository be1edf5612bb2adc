import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Task } from './parse-worker.js'

/** Parses sentences in worker threads. The answer is in order and does not depend on how many threads there are. */
export interface ParserPool {
  readonly parse: (model: Uint8Array, sentences: ReadonlyArray<ReadonlyArray<string>>) => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<void>
}

/** A thread takes TypeScript only once the loader is registered in it. */
const START = `import('tsx/esm/api').then(({ register }) => {
  register()
  return import(${JSON.stringify(new URL('./parse-worker.ts', import.meta.url).href)})
})`

export const parserPool = (threads: number): ParserPool => {
  const workers = Array.from({ length: threads }, () => new Worker(START, { eval: true }))
  return {
    parse: async (model, sentences) => {
      const share = Math.ceil(sentences.length / threads)
      const answers = await Promise.all(
        workers.map(async (worker, i) => {
          const task: Task = { model, sentences: sentences.slice(i * share, (i + 1) * share) }
          worker.postMessage(task)
          const [trees] = (await once(worker, 'message')) as [ReadonlyArray<string>]
          return trees
        }),
      )
      return answers.flat()
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
