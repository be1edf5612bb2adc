import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll } from 'vitest'
import type { GraphWriter } from '../../../../src/adapters/onnx/graph.js'
import { type Feed, openSession, type Tensor } from '../../../../src/adapters/onnx/session.js'
import { showError } from '../../../../src/core/error.js'

/** Where the graphs of a test file lie, and the weights beside them. It goes when its tests are over. */
export const graphs = mkdtempSync(path.join(tmpdir(), 'corl-graph-'))
afterAll(() => rmSync(graphs, { recursive: true, force: true }))

/** What comes out of a graph. */
export const run = async (
  graph: GraphWriter,
  feeds: Readonly<Record<string, Feed>> = {},
): Promise<Record<string, Tensor>> => {
  const file = path.join(graphs, 'graph.onnx')
  writeFileSync(file, graph.toBytes())
  const session = await openSession('test', file, { device: 'cpu', threads: 1 })()
  if (isLeft(session)) throw new Error(showError(session.left))
  const outputs = await session.right.run(feeds)()
  await session.right.close()
  if (isLeft(outputs)) throw new Error(showError(outputs.left))
  return outputs.right
}
