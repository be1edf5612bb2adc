/** A constituency tree as flat arrays: node 0 is the root, children follow their parent and are linked left to right. */
export interface FlatTree {
  readonly size: number
  readonly label: ReadonlyArray<string>
  readonly parent: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array
  /** Of a pre-terminal, the number of its token from 0; of any other node, -1. */
  readonly token: Int32Array
}

const OPEN = 40
const CLOSE = 41
const SPACE = 32

/**
 * Reads `(NP (DT the) (NN dog))` (leaves: words), or the form of the goldens, `(NP DT NN)` (leaves: tags). A preceding ROOT is dropped. The caller vouches for the brackets: the file is the trainer's own or the goldens'.
 */
export const readBracketed = (text: string, leaves: 'words' | 'tags'): FlatTree => {
  const label: string[] = []
  const parent: number[] = []
  const token: number[] = []
  const first: number[] = []
  const next: number[] = []
  const last: number[] = []
  let at = text.startsWith('(ROOT ') ? 6 : 0
  let current = -1
  let words = 0
  const add = (name: string): number => {
    const node = label.length
    label.push(name)
    parent.push(current)
    token.push(-1)
    first.push(-1)
    next.push(-1)
    last.push(-1)
    if (current >= 0) {
      const before = last[current] ?? -1
      if (before < 0) first[current] = node
      else next[before] = node
      last[current] = node
    }
    return node
  }
  const end = text.length
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === SPACE || code === 10) at++
    else if (code === OPEN) {
      let stop = at + 1
      while (stop < end && text.charCodeAt(stop) !== SPACE && text.charCodeAt(stop) !== CLOSE) stop++
      current = add(text.slice(at + 1, stop))
      at = stop
    } else if (code === CLOSE) {
      current = parent[current] ?? -1
      if (current < 0) break
      at++
    } else {
      let stop = at + 1
      while (stop < end && text.charCodeAt(stop) !== SPACE && text.charCodeAt(stop) !== CLOSE) stop++
      if (leaves === 'words') token[current] = words++
      else token[add(text.slice(at, stop))] = words++
      at = stop
    }
  }
  return {
    size: label.length,
    label,
    parent: Int32Array.from(parent),
    first: Int32Array.from(first),
    next: Int32Array.from(next),
    token: Int32Array.from(token),
  }
}
