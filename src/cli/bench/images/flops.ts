import type { BlipConfig } from '../../../adapters/onnx/blip/blip-config.js'
import { type Backbone, convolutionsOf } from '../../../adapters/onnx/lpips/backbones.js'

/** A multiplication and an addition. */
const OPERATIONS = 2

const output = (size: number, kernel: number, stride: number, padding: number, ceil = false): number => {
  const steps = (size + 2 * padding - kernel) / stride
  return (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1
}

/**
 * Operations of a backbone's convolutions on one image, counted from the shapes of its layers: what a direct convolution does. Biases,
 * ReLU, pooling and the comparison are left out, a few in a hundred.
 *
 * @returns In 10^9; a multiplication and an addition are two.
 */
export const gflopOf = (backbone: Backbone, width: number, height: number): number => {
  let [w, h, operations] = [width, height, 0]
  for (const layer of backbone.layers) {
    if (layer.kind === 'pool') {
      ;[w, h] = [output(w, layer.kernel, 2, 0, layer.ceil), output(h, layer.kernel, 2, 0, layer.ceil)]
      continue
    }
    // The convolutions of a fire module keep the size.
    for (const { channels, kernel, stride, padding } of convolutionsOf({ ...backbone, layers: [layer] })) {
      ;[w, h] = [output(w, kernel, stride, padding), output(h, kernel, stride, padding)]
      operations += OPERATIONS * w * h * channels[0] * channels[1] * kernel ** 2
    }
  }
  return operations / 1e9
}

/**
 * Operations of BLIP's vision encoder on one image, counted from its sizes: patches, the linear layers, and both products of attention. Biases,
 * normalisations, softmax and GELU are left out, a few in a hundred.
 *
 * @returns In 10^9; a multiplication and an addition are two.
 */
export const encoderGflop = ({
  imageSize,
  patchSize,
  hiddenSize,
  intermediateSize,
  layers,
}: BlipConfig['vision']): number => {
  const patches = (imageSize / patchSize) ** 2
  const tokens = patches + 1
  const linear = tokens * hiddenSize * (4 * hiddenSize + 2 * intermediateSize)
  const attention = 2 * tokens ** 2 * hiddenSize
  const embedding = patches * hiddenSize * 3 * patchSize ** 2
  return (OPERATIONS * (layers * (linear + attention) + embedding)) / 1e9
}
