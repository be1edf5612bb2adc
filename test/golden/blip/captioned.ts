import * as E from 'fp-ts/lib/Either.js'
import type { BlipNetwork } from '../../../src/adapters/onnx/blip/open-blip.js'
import type { EncodedImages } from '../../../src/adapters/onnx/blip/image-states.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import type { DecoderRun } from '../../../src/recaption/decoding/decoder-run.js'
import { generate } from '../../../src/recaption/decoding/generate.js'
import type { GenerateOptions } from '../../../src/recaption/decoding/options.js'
import type { Generated } from '../../../src/recaption/decoding/text-under-way.js'

/** Some of a tensor's values, by their places in C order. */
export interface Samples {
  readonly index: ReadonlyArray<number>
  readonly value: ReadonlyArray<number>
}

/** Samples of the logits of a step. */
export interface LogitSamples extends Samples {
  readonly argmax: number
  readonly max: number
}

export const right = <A>(result: E.Either<RewardError, A>): A => {
  if (E.isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

/** The largest difference between values and what was recorded of them. */
export const distanceTo = (values: Float32Array, { index, value }: Samples): number =>
  Math.max(...index.map((at, k) => Math.abs(values[at]! - value[k]!)))

/** A run that keeps the logits of its first steps. */
const recorded = (run: DecoderRun, steps: Array<Float32Array>): DecoderRun => ({
  step: (from, tokens) => async () => {
    const logits = await run.step(from, tokens)()
    if (E.isRight(logits) && steps.length < 3) steps.push(Float32Array.from(logits.right.values))
    return logits
  },
})

/** Texts about images that are encoded, and the logits of the first steps. */
export const write = async (
  network: BlipNetwork,
  images: EncodedImages,
  count: number,
  options: GenerateOptions,
): Promise<{ readonly texts: ReadonlyArray<Generated>; readonly logits: ReadonlyArray<Float32Array> }> => {
  const logits: Array<Float32Array> = []
  const run = recorded(network.decode(images), logits)
  return { texts: right(await generate(run, count, options, { reward: 'golden' })()), logits }
}
