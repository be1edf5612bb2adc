import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { distort, formulaImage, type FormulaDistortion, type FormulaKind } from '../../../formula/image.js'
import { GraphWriter } from '../graph.js'
import type { Tensor } from '../session.js'
import { imageTensor } from '../image-tensor.js'
import { type Backbone, convolutionsOf, type Operators, writeBackbone } from './backbones.js'
import { writeScaling } from './lpips-graph.js'

const KINDS: ReadonlyArray<FormulaKind> = ['gradient', 'checker', 'noise', 'discs', 'clouds']
const DISTORTIONS: ReadonlyArray<FormulaDistortion> = ['same', 'invert']
/** In pixels. */
const SIDE = 128

/** Images with flat areas, edges and noise at full contrast: what is larger than their activations is cut off. */
const calibrationImages = (): Tensor =>
  imageTensor(
    KINDS.flatMap((kind) => DISTORTIONS.map((distortion) => distort(formulaImage(kind, SIDE, SIDE), distortion))),
  )

/** Runs a graph once. */
export type RunOnce = (
  write: (location: string) => GraphWriter,
  feeds: Readonly<Record<string, Tensor>>,
) => TaskEither<RewardError, Readonly<Record<string, Tensor>>>

/** The largest activation of each convolution over the calibration images, by name. */
export const calibrate =
  (
    backbone: Backbone,
    operators: (location: string) => (graph: GraphWriter) => Operators,
    run: RunOnce,
  ): TaskEither<RewardError, ReadonlyMap<string, number>> =>
  async () => {
    const outputs = await run((location) => writeCalibration(backbone, operators(location)), {
      images: calibrationImages(),
    })()
    return E.map((peaks: Readonly<Record<string, Tensor>>) => {
      const named = convolutionsOf(backbone).map(({ name }) => [name, peaks[`peak.${name}`]?.data[0] ?? 0] as const)
      return new Map(named)
    })(outputs)
  }

const writeCalibration = (backbone: Backbone, operators: (graph: GraphWriter) => Operators): GraphWriter => {
  const graph = new GraphWriter(`lpips-${backbone.name}-calibrate`)
  const { convolve, real } = operators(graph)
  const pixels = graph.input('images', 'float32', ['images', 3, 'height', 'width'])
  const watched: Operators = {
    convolve: (layer, input, prefix) => {
      const activation = convolve(layer, input, prefix)
      const axes = { axes: [0, 1, 2, 3], keepdims: 0 }
      graph.output(graph.node('ReduceMax', `peak.${layer.name}`, [activation], axes), 'float32', [])
      return activation
    },
    real,
  }
  writeBackbone(graph, backbone, watched, writeScaling(graph, pixels, 'images'), '', () => undefined)
  return graph
}
