import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** An original program in Python, in a process of its own that keeps its networks. */
export interface Peer<Question, Answer> {
  readonly versions: string
  readonly ask: (question: Question) => Promise<Answer>
  readonly end: () => void
}

/**
 * @param python - A Python that has what the script imports.
 * @param script - Beside this file; reads a line of JSON a question and answers with one, its versions first.
 */
export const startPeer = async <Question, Answer>(
  python: string,
  script: string,
  threads: number,
): Promise<Peer<Question, Answer>> => {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(python, ['-W', 'ignore', file, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<any> => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`the peer ended: ${python} ${script}`)
    return JSON.parse(value)
  }
  await once(child, 'spawn')
  const { versions } = await answer()
  return {
    versions,
    ask: (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      return answer()
    },
    end: () => child.stdin.end(),
  }
}
