/** A tensor that a checkpoint must have. */
export type NamedShape = readonly [name: string, shape: ReadonlyArray<number>]

/** The tensors of a linear layer of torch, by its module. */
export const linearTensors = (module: string, outputs: number, inputs: number): ReadonlyArray<NamedShape> => [
  [`${module}.weight`, [outputs, inputs]],
  [`${module}.bias`, [outputs]],
]

/** The tensors of a layer normalisation. */
export const normTensors = (module: string, width: number): ReadonlyArray<NamedShape> => [
  [`${module}.weight`, [width]],
  [`${module}.bias`, [width]],
]

/** The tensors of all layers, one after another. */
export const tensorsOfLayers = (
  layers: number,
  tensors: (layer: number) => ReadonlyArray<NamedShape>,
): ReadonlyArray<NamedShape> => Array.from({ length: layers }, (_, layer) => tensors(layer)).flat()

/** Tokens of a square image: its patches, and one for the whole. */
export const imageTokens = ({
  imageSize,
  patchSize,
}: {
  readonly imageSize: number
  readonly patchSize: number
}): number => Math.floor(imageSize / patchSize) ** 2 + 1
