import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** What the peer is asked: pairs of images in two files, in one call or one call a pair. */
interface Question {
  readonly net: string
  readonly a: string
  readonly b: string
  readonly count: number
  readonly side: number
  readonly mode: 'batch' | 'singles'
}

/** LPIPS in PyTorch, in a process of its own that keeps its networks. */
export interface Peer {
  readonly versions: string
  readonly ask: (question: Question) => Promise<{ readonly ms: number; readonly distances: ReadonlyArray<number> }>
  readonly end: () => void
}

/** @param python - A Python with torch, torchvision and lpips. */
export const startPeer = async (python: string, threads: number): Promise<Peer> => {
  const script = fileURLToPath(new URL('lpips-torch.py', import.meta.url))
  const child = spawn(python, ['-W', 'ignore', script, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] })
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
