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

  it('writes constants of every element type', async () => {
    const graph = new GraphWriter('constants')
    const constants = [
      graph.constant('int8', 'int8', [2], Int8Array.of(-128, 127)),
      graph.constant('uint8', 'uint8', [2], Uint8Array.of(0, 255)),
      graph.constant('int32', 'int32', [2], Int32Array.of(-70_000, 70_000)),
      graph.constant('int64', 'int64', [2], BigInt64Array.of(-5n, 2n ** 24n)),
      // A part of a larger array: no more of it than that.
      graph.constant('float32', 'float32', [2], Float32Array.of(9, -0.5, 0.25, 9).subarray(1, 3)),
    ]
    for (const one of constants) graph.output(graph.node('Cast', `${one}.cast`, [one], { to: 1 }), 'float32', [2])
    const outputs = await run(graph)
    expect(constants.map((one) => [...outputs[`${one}.cast`]!.data])).toEqual([
      [-128, 127],
      [0, 255],
      [-70_000, 70_000],
      [-5, 2 ** 24],
      [-0.5, 0.25],
    ])
  })

  it("writes onnxruntime's own operators, inputs left out, real numbers among the attributes", async () => {
    const graph = new GraphWriter('contrib')
    const x = graph.input('x', 'float32', [2, 2])
    const [product] = graph.contrib('FusedMatMul', ['product'], [x, x], { alpha: { real: 0.5 }, transB: 1 })
    graph.output(product, 'float32', [2, 2])
    const query = graph.node('Unsqueeze', 'query', [x, graph.constant('axis', 'int64', [1], BigInt64Array.of(0n))])
    const inputs = [query, query, query, undefined, graph.constant('mask', 'int32', [1, 2], Int32Array.of(1, 0))]
    const [mixed] = graph.contrib('MultiHeadAttention', ['mixed'], inputs, { num_heads: 1 })
    graph.output(mixed, 'float32', [1, 2, 2])
    const outputs = await run(graph, { x: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } })
    expect([...outputs['product']!.data]).toEqual([2.5, 5.5, 5.5, 12.5])
    expect([...outputs['mixed']!.data]).toEqual([1, 2, 1, 2])
  })

  it('writes a node of several outputs, and words among the attributes', async () => {
    const graph = new GraphWriter('several')
    const x = graph.input('x', 'float32', [4])
    const [first, second] = graph.nodes('Split', ['first', 'second'], [x], { axis: 0 })
    const padded = graph.node(
      'Pad',
      'padded',
      [second, graph.constant('pads', 'int64', [2], BigInt64Array.of(1n, 0n))],
      {
        mode: 'edge',
      },
    )
    graph.output(first, 'float32', [2])
    graph.output(padded, 'float32', [3])
    const outputs = await run(graph, { x: { shape: [4], data: Float32Array.of(1, 2, 3, 4) } })
    expect([...outputs['first']!.data]).toEqual([1, 2])
    expect([...outputs['padded']!.data]).toEqual([3, 3, 4])
  })

  it('makes a value that several parts share when it is first asked for', async () => {
    const graph = new GraphWriter('once')
    const make = () => graph.constant('two', 'float32', [1], Float32Array.of(2))
    const [one, same] = [graph.once('two', make), graph.once('two', make)]
    graph.output(graph.node('Add', 'four', [one, same]), 'float32', [1])
    expect([...(await run(graph))['four']!.data]).toEqual([4])
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
