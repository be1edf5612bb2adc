import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { GraphWriter } from '../../../../src/adapters/onnx/graph.js'
import { openSession } from '../../../../src/adapters/onnx/session.js'
import { showError } from '../../../../src/core/error.js'
import { graphs, run } from './run-graph.js'

describe('GraphWriter', () => {
  it('writes a graph that the runtime computes', async () => {
    const graph = new GraphWriter('sum')
    const a = graph.input('a', 'float32', ['n', 2])
    const b = graph.constant('b', 'float32', [1, 2], Float32Array.of(10, 20))
    graph.output(graph.node('Add', 'sum', [a, b]), 'float32', ['n', 2])
    const { sum } = await run(graph, { a: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } })
    expect(sum).toEqual({ shape: [2, 2], data: Float32Array.of(11, 22, 13, 24) })
  })

  it.each([
    [0, [1, 2, 3]],
    [-1, [3, 2, 1]],
  ])('writes attributes of every kind, zero and negative ones too (axis %i)', async (axis, expected) => {
    const graph = new GraphWriter('attributes')
    const x = graph.input('x', 'float32', ['n', 3])
    const transposed = graph.node('Transpose', 'transposed', [x], { perm: [1, 0] })
    const softplus = graph.node('Identity', 'same', [transposed])
    graph.output(graph.node('ReduceSum', 'total', [softplus], { keepdims: 0, noop_with_empty_axes: 0 }), 'float32', [])
    graph.output(graph.node('Concat', 'joined', [x, x], { axis }), 'float32', ['m', 'k'])
    const { total, joined } = await run(graph, { x: { shape: [1, 3], data: Float32Array.from(expected) } })
    expect(total!.data[0]).toBe(6)
    expect(joined!.shape).toEqual(axis === 0 ? [2, 3] : [1, 6])
  })

  it('reads a tensor where it lies in a file, at any offset', async () => {
    const values = Float32Array.of(1.5, -2, 4)
    writeFileSync(path.join(graphs, 'weights.bin'), Buffer.concat([Buffer.from('seven b'), Buffer.from(values.buffer)]))
    const graph = new GraphWriter('external')
    const x = graph.input('x', 'float32', [3])
    const w = graph.external('w', { element: 'float32', shape: [3], location: 'weights.bin', offset: 7, length: 12 })
    graph.output(graph.node('Mul', 'y', [x, w]), 'float32', [3])
    const { y } = await run(graph, { x: { shape: [3], data: Float32Array.of(2, 2, 2) } })
    expect([...y!.data]).toEqual([3, -4, 8])
  })

  it('refuses a name that is taken: the second value would replace the first', () => {
    const graph = new GraphWriter('twice')
    graph.input('x', 'float32', [1])
    expect(() => graph.input('x', 'float32', [1])).toThrow('the graph twice has two values called x')
  })
})

describe('openSession', () => {
  const open = (file: string, device: 'cpu' | 'cuda' | 'auto') => openSession('lpips', file, { device })()

  it('is Left where the file is no graph', async () => {
    const file = path.join(graphs, 'bad.onnx')
    writeFileSync(file, 'not a graph')
    expect(await open(file, 'cpu')).toMatchObject({ left: { _tag: 'Unavailable', reward: 'lpips' } })
  })

  const identity = (): string => {
    const graph = new GraphWriter('identity')
    graph.output(graph.node('Identity', 'y', [graph.input('x', 'float32', ['n'])]), 'float32', ['n'])
    const file = path.join(graphs, 'identity.onnx')
    writeFileSync(file, graph.toBytes())
    return file
  }

  it('falls back to the processor for auto alone', async () => {
    const session = await open(identity(), 'auto')
    expect(session).toMatchObject({ _tag: 'Right' })
    if (session._tag === 'Right') await session.right.close()
  })

  it('says so once it is closed, and closes once', async () => {
    const session = await open(identity(), 'cpu')
    if (isLeft(session)) throw new Error(showError(session.left))
    await Promise.all([session.right.close(), session.right.close()])
    expect(await session.right.run({ x: { shape: [1], data: Float32Array.of(1) } })()).toMatchObject({
      left: { _tag: 'Unavailable', reason: 'it has been disposed of; load it again' },
    })
  })

  it('is Left where the feeds do not fit the graph', async () => {
    const session = await open(identity(), 'cpu')
    if (isLeft(session)) throw new Error(showError(session.left))
    expect(await session.right.run({ z: { shape: [1], data: Float32Array.of(1) } })()).toMatchObject({
      left: { _tag: 'Unexpected' },
    })
    await session.right.close()
  })
})
