import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { GraphWriter } from '../src/adapters/onnx/graph.js'
import { imageTensor } from '../src/adapters/onnx/image-tensor.js'
import { BACKBONES, type Operators, tapsOf, writeBackbone } from '../src/adapters/onnx/lpips/backbones.js'
import { formulaWeights } from '../src/adapters/onnx/lpips/formula-weights.js'
import { writeLpipsGraph, writeScaling } from '../src/adapters/onnx/lpips/lpips-graph.js'
import { readBackbone, readHeads } from '../src/adapters/onnx/lpips/weights.js'
import { openGraph } from '../src/adapters/onnx/open-graph.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { distinctPairs, imageGroups } from '../src/cli/bench/images/pictures.js'
import type { LpipsNet } from '../src/lpips/model.js'
import { modelHome } from '../src/models/model-home.js'

/** The two copies of the backbone that a comparison has, and nothing of them but two numbers an image. */
const writeBackboneAlone = (net: LpipsNet, operators: (graph: GraphWriter) => Operators): GraphWriter => {
  const backbone = BACKBONES[net]
  const graph = new GraphWriter(`${backbone.name}-alone`)
  const arithmetic = operators(graph)
  for (const name of ['a', 'b']) {
    const pixels = graph.input(name, 'float32', [`count.${name}`, 3, 'height', 'width'])
    writeBackbone(graph, backbone, arithmetic, writeScaling(graph, pixels, name), `${name}.`, (activation, k) => {
      if (k < tapsOf(backbone).length - 1) return
      const mean = graph.node('ReduceMean', `${name}.mean`, [activation], { axes: [1, 2, 3], keepdims: 0 })
      graph.output(mean, 'float32', [`count.${name}`])
    })
  }
  return graph
}

/** The best times of a comparison and of its backbone alone, in turns, on the same images. In milliseconds. */
export const compareBeside = async (
  net: LpipsNet,
  batch: 'pairs' | 'group',
  threads: number,
  rounds: number,
): Promise<{ readonly backboneMs: number; readonly comparedMs: number }> => {
  const home = modelHome(process.env)
  const files = await orRefuse(formulaWeights(net, home))
  const backbone = BACKBONES[net]
  const weights = await orRefuse(readBackbone(files.backbone, backbone))
  const heads = await orRefuse(readHeads(files.heads, backbone))
  const graphs = {
    reward: 'lpips',
    checkpoint: files.backbone,
    scratchDir: path.join(home, 'graphs'),
    device: 'cpu',
    threads,
  } as const
  const sessions = [
    await orRefuse(openGraph((location) => writeBackboneAlone(net, weights.operators(location)), graphs)),
    await orRefuse(
      openGraph(
        (location) =>
          writeLpipsGraph({
            kind: 'compare',
            backbone,
            guard: 'official',
            heads,
            planes: false,
            operators: weights.operators(location),
          }),
        graphs,
      ),
    ),
  ]
  const samples = batch === 'pairs' ? distinctPairs(8) : imageGroups(1)
  const references = batch === 'pairs' ? samples : samples.slice(0, 1)
  const feeds = {
    a: imageTensor(references.map(({ reference }) => reference)),
    b: imageTensor(samples.map(({ image }) => image)),
  }
  const best = [Infinity, Infinity]
  for (let round = 0; round <= rounds; round++) {
    for (const [i, session] of sessions.entries()) {
      await pause(REST_MS)
      const start = performance.now()
      await orRefuse(session.run(feeds))
      if (round > 0) best[i] = Math.min(best[i]!, performance.now() - start)
    }
  }
  await Promise.all(sessions.map((session) => session.close()))
  return { backboneMs: best[0]!, comparedMs: best[1]! }
}

/** Threads of the other session go on turning for a while. */
const REST_MS = 200
