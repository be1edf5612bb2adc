import { BACKBONES, tapsOf, writeBackbone } from '../../../src/adapters/onnx/lpips/backbones.js'
import { writeScaling } from '../../../src/adapters/onnx/lpips/lpips-graph.js'
import { readBackbone } from '../../../src/adapters/onnx/lpips/weights.js'
import { GraphWriter } from '../../../src/adapters/onnx/graph.js'
import { makeGraphFolder } from '../../../src/adapters/onnx/graph-folder.js'
import { imageTensor } from '../../../src/adapters/onnx/image-tensor.js'
import { openSession, type Tensor } from '../../../src/adapters/onnx/session.js'
import type { Image } from '../../../src/image/image.js'
import type { LpipsNet } from '../../../src/lpips/model.js'
import { right } from './network.js'

/** A backbone's activations for an image, layer by layer: what a first wrong layer shows itself in. */
export const activationsOf = async (
  checkpoint: string,
  net: LpipsNet,
  image: Image,
  scratch: string,
): Promise<ReadonlyArray<Tensor>> => {
  const backbone = BACKBONES[net]
  const weights = right(await readBackbone(checkpoint, backbone)())
  const folder = await makeGraphFolder(checkpoint, [scratch])
  const graph = new GraphWriter('activations')
  const pixels = graph.input('pixels', 'float32', [1, 3, 'height', 'width'])
  const scaled = writeScaling(graph, pixels, 'pixels')
  const channels = tapsOf(backbone).map((tap) => tap.channels)
  writeBackbone(graph, backbone, weights.operators(folder.location)(graph), scaled, '', (activation, k) =>
    graph.output(graph.node('Identity', `tap.${k}`, [activation]), 'float32', [1, channels[k]!, `h${k}`, `w${k}`]),
  )
  const session = right(
    await openSession('golden', await folder.write('activations', graph.toBytes()), { device: 'cpu' })(),
  )
  const outputs = right(await session.run({ pixels: imageTensor([image]) })())
  await session.close()
  await folder.remove()
  return channels.map((_, k) => outputs[`tap.${k}`]!)
}
