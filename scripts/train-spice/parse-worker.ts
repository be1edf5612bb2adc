/** A worker thread of the trainer: parses sentences with the parser that it is given, and answers bracketed trees without words. */
import { parentPort } from 'node:worker_threads'
import { isLeft } from 'fp-ts/lib/Either.js'
import { openParser } from '../../src/spice/parser/open-parser.js'
import type { Constituent } from '../../src/spice/sentence.js'

export interface Task {
  readonly model: Uint8Array
  readonly sentences: ReadonlyArray<ReadonlyArray<string>>
}

const bracketed = (node: Constituent): string =>
  node.token > 0 ? node.label : `(${node.label} ${node.children.map(bracketed).join(' ')})`

parentPort?.on('message', ({ model, sentences }: Task) => {
  const parser = openParser(model)
  if (isLeft(parser)) throw new Error('the model does not open')
  parentPort?.postMessage(sentences.map((words) => bracketed(parser.right.parse(words))))
})
