import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { GraphWriter } from '../../../../src/adapters/onnx/graph.js'
import { openGraph, type OpenGraphOptions } from '../../../../src/adapters/onnx/open-graph.js'
import { left, right } from './huggingface/folder.js'
import { graphs } from './run-graph.js'

const checkpoint = path.join(graphs, 'weights.bin')
const beside = path.join(graphs, 'more.bin')
writeFileSync(checkpoint, Buffer.from(Float32Array.of(1, 2).buffer))
writeFileSync(beside, Buffer.from(Float32Array.of(10, 20).buffer))
const scratchDir = path.join(graphs, 'scratch')
const options: OpenGraphOptions = { reward: 'test', checkpoint, beside, scratchDir, device: 'cpu', threads: 1 }

/** x + the weights + those beside. */
const sum = (location: string): GraphWriter => {
  const graph = new GraphWriter('sum')
  const tensor = (name: string, file: string) =>
    graph.external(name, { element: 'float32', shape: [2], location: file, offset: 0, length: 8 })
  const x = graph.input('x', 'float32', [2])
  graph.output(graph.node('Sum', 'y', [x, tensor('a', location), tensor('b', 'more.bin')]), 'float32', [2])
  return graph
}

it('runs on weights where they lie, its own folder gone', async () => {
  const session = right(await openGraph(sum, options)())
  expect(readdirSync(scratchDir)).toEqual([])
  const { y } = right(await session.run({ x: { shape: [2], data: Float32Array.of(0.5, 0.25) } })())
  expect([...y!.data]).toEqual([11.5, 22.25])
  await session.close()
})

it('a checkpoint that is not there any more is told', async () => {
  const gone = path.join(graphs, 'gone.bin')
  expect(left(await openGraph(sum, { ...options, checkpoint: gone })())).toMatchObject({
    _tag: 'BadFile',
    file: gone,
    expected: 'a file that can be linked or copied into a folder of graphs',
  })
  expect(left(await openGraph(sum, { ...options, beside: gone })())).toMatchObject({ _tag: 'BadFile' })
  expect(readdirSync(scratchDir)).toEqual([])
})

it('a graph that does not load leaves no folder', async () => {
  const beyond = (location: string): GraphWriter => {
    const graph = new GraphWriter('beyond')
    const tensor = graph.external('a', { element: 'float32', shape: [4], location, offset: 0, length: 16 })
    graph.output(graph.node('Identity', 'y', [tensor]), 'float32', [4])
    return graph
  }
  expect(left(await openGraph(beyond, options)())).toMatchObject({ _tag: 'Unavailable', reward: 'test' })
  expect(readdirSync(scratchDir)).toEqual([])
})
