import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type RewardError, unexpected } from '../../../core/error.js'
import type { DecoderRun, Logits } from '../../../recaption/decoding/decoder-run.js'
import type { Feed, Session, Tensor } from '../session.js'
import type { BlipTextConfig } from './blip-config.js'
import { IDS, LOGITS, pastNames, POSITIONS, presentNames } from './decoder-graph.js'
import { type EncodedImages, rowsOf } from './image-states.js'
import { STATES } from './vision-graph.js'

const OWNER = 'recaption'

/** The keys and values of what was read, by the name under which they go in. */
type Past = Readonly<Record<string, Tensor>>

/** BLIP's text decoder on images that were encoded: one run, from the first step to the last. */
export class DecoderSession implements DecoderRun {
  /** By row of the last step, the place of its image among those that are left. */
  private imageOf: ReadonlyArray<number>
  private past: Past
  /** Tokens of each text that were read. */
  private length = 0

  constructor(
    private readonly session: Session,
    private readonly config: BlipTextConfig,
    private images: EncodedImages,
  ) {
    const count = images.shape[0] ?? 0
    this.imageOf = Array.from({ length: count }, (_, image) => image)
    this.past = this.nothing(count)
  }

  step(from: ReadonlyArray<number>, tokens: ReadonlyArray<ReadonlyArray<number>>): TaskEither<RewardError, Logits> {
    return async () => {
      const fault = this.goOn(from)
      if (fault !== undefined) return E.left(fault)
      const [rows, count] = [from.length, tokens[0]?.length ?? 0]
      const feeds: Readonly<Record<string, Feed>> = {
        [IDS]: { shape: [rows, count], data: BigInt64Array.from(tokens.flat(), BigInt) },
        [POSITIONS]: { shape: [count], data: BigInt64Array.from({ length: count }, (_, i) => BigInt(this.length + i)) },
        [STATES]: this.images,
        ...this.past,
      }
      const outputs = await this.session.run(feeds)()
      if (E.isLeft(outputs)) return outputs
      this.past = this.presentOf(outputs.right)
      this.length += count
      const { data: values } = outputs.right[LOGITS] as Tensor
      return E.right({ rows, vocabulary: this.config.vocabularySize, values })
    }
  }

  /** Keeps what the rows go on from, and the images they are about. */
  private goOn(from: ReadonlyArray<number>): RewardError | undefined {
    const places = from.map((row) => this.imageOf[row] ?? NaN)
    const left = [...new Set(places)]
    const each = places.length / left.length
    // The graph tells rows of one image from the next one's by their number alone.
    if (!Number.isInteger(each) || !places.every((place, row) => place === left[Math.floor(row / each)]))
      return unexpected(
        OWNER,
        new Error(`rows of images ${places.join(', ')}: equally many for each, side by side, are asked for`),
      )
    this.past = mapRecord(this.past, (tensor) => rowsOf(tensor, from))
    this.images = rowsOf(this.images, left)
    this.imageOf = places.map((_, row) => Math.floor(row / each))
    return undefined
  }

  private presentOf(outputs: Readonly<Record<string, Tensor>>): Past {
    const past: Record<string, Tensor> = {}
    for (let layer = 0; layer < this.config.layers; layer++) {
      const names = presentNames(layer)
      for (const [k, name] of pastNames(layer).entries()) past[name] = outputs[names[k] as string] as Tensor
    }
    return past
  }

  private nothing(rows: number): Past {
    const { layers, heads, hiddenSize } = this.config
    const empty: Tensor = { shape: [rows, heads, 0, hiddenSize / heads], data: new Float32Array(0) }
    return Object.fromEntries(
      Array.from({ length: layers }, (_, layer) => pastNames(layer).map((name) => [name, empty] as const)).flat(),
    )
  }
}

const mapRecord = <K extends string>(
  tensors: Readonly<Record<K, Tensor>>,
  map: (tensor: Tensor) => Tensor,
): Readonly<Record<K, Tensor>> =>
  // Sound: the keys are those that came.
  Object.fromEntries(Object.entries<Tensor>(tensors).map(([name, tensor]) => [name, map(tensor)])) as Record<K, Tensor>
