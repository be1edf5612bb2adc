import { readdir, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { BACKBONES, convolutionsOf } from '../src/adapters/onnx/lpips/backbones.js'
import { formulaWeights } from '../src/adapters/onnx/lpips/formula-weights.js'
import { loadLpipsModel } from '../src/adapters/onnx/lpips/load-lpips.js'
import { writeLpipsGraph } from '../src/adapters/onnx/lpips/lpips-graph.js'
import { readBackbone, readHeads } from '../src/adapters/onnx/lpips/weights.js'
import { makeGraphFolder } from '../src/adapters/onnx/graph-folder.js'
import { orRefuse } from '../src/cli/bench/sections/or-refuse.js'
import { fanInScale, formulaTensor } from '../src/formula/tensor.js'
import { writeSafetensors } from '../src/models/checkpoint/write-safetensors.js'
import { markdownTable } from './print.js'

/** The part of torchvision's vgg16 that LPIPS does not read: nine tenths of the file. */
const CLASSIFIER = [
  ['classifier.0', 4096, 25088],
  ['classifier.3', 4096, 4096],
  ['classifier.6', 1000, 4096],
] as const

/** The whole of torchvision's vgg16, by formula, in the size of the published file. */
const writeVgg = (file: string): Promise<void> => {
  const tensor = (name: string, shape: ReadonlyArray<number>) => {
    const scale = shape.length === 1 ? 0.0625 : fanInScale(shape)
    const data = () => formulaTensor({ key: `vgg16|v1|${name}`, shape, scale, offset: 0 })
    return [
      name,
      {
        dtype: 'float32',
        shape,
        get data() {
          return data()
        },
      },
    ] as const
  }
  const shapes = [
    ...convolutionsOf(BACKBONES.vgg).map(
      ({ name, channels, kernel }) => [name, [channels[1], channels[0], kernel, kernel]] as const,
    ),
    ...CLASSIFIER.map(([name, ...shape]) => [name, shape] as const),
  ]
  return orRefuse(
    writeSafetensors(
      file,
      shapes.flatMap(([name, shape]) => [tensor(`${name}.weight`, shape), tensor(`${name}.bias`, [shape[0]])]),
    ),
  )
}

const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** What the files under a folder take on the disk, but for one that is the checkpoint itself under another name. */
const ownBytes = async (folder: string, checkpoint: string): Promise<number> => {
  const { ino } = await stat(checkpoint)
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const found = await stat(path.join(entry.parentPath, entry.name))
    if (found.ino !== ino) bytes += 512 * found.blocks
  }
  return bytes
}

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`

/** Times opening LPIPS on a checkpoint of torchvision's size, step by step, and looks at the disk. */
export const checkpointTable = async (scratch: string, threads: number): Promise<string> => {
  const checkpoint = path.join(scratch, 'vgg16.safetensors')
  await writeVgg(checkpoint)
  const { heads } = await orRefuse(formulaWeights('vgg', scratch))
  const { size } = await stat(checkpoint)
  const graphs = path.join(scratch, 'graphs')

  const start = performance.now()
  const weights = await orRefuse(readBackbone(checkpoint, BACKBONES.vgg))
  const linear = await orRefuse(readHeads(heads, BACKBONES.vgg))
  const folder = await makeGraphFolder(checkpoint, [graphs])
  const bytes = writeLpipsGraph({
    kind: 'compare',
    backbone: BACKBONES.vgg,
    guard: 'official',
    heads: linear,
    planes: false,
    operators: weights.operators(folder.location),
  }).toBytes()
  await folder.write('graph', bytes)
  const writtenMs = performance.now() - start
  const own = await ownBytes(graphs, checkpoint)
  await folder.remove()

  const freeBefore = await freeBytes(scratch)
  const opened = performance.now()
  const model = await orRefuse(
    loadLpipsModel({ net: 'vgg', weights: { backbone: checkpoint, heads }, threads, env: { CORL_HOME: scratch } }),
  )
  const openedMs = performance.now() - opened
  const freeAfter = await freeBytes(scratch)
  const left = await ownBytes(graphs, checkpoint)
  await model[Symbol.asyncDispose]()
  const rows = [
    ['checkpoint', `${mb(size)} (${(size / 2 ** 20).toFixed(0)} MiB)`],
    ['read its header, link it, write the graph', `${writtenMs.toFixed(0)} ms`],
    ['the graph', `${(bytes.length / 1000).toFixed(1)} kB, checkpoint ${folder.placed}`],
    ['extra disk while the graph lies there', mb(own)],
    ['loadLpipsModel in all, session opened and weights in memory', `${openedMs.toFixed(0)} ms`],
    ['extra disk afterwards, in its folder', mb(left)],
    ['free space of the file system, before less after', mb(freeBefore - freeAfter)],
  ]
  return `\nA graph from a checkpoint of torchvision's size (just written, so in memory)\n\n${markdownTable(['what', 'measured'], rows)}`
}
