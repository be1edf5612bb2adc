import * as E from 'fp-ts/lib/Either.js'
import type { DecoderRun, Logits } from '../../../../src/recaption/decoding/decoder-run.js'
import { fnv1a32, hash32 } from '../../../../src/formula/hash.js'

/** Scores of the token that comes after these ids in a text about an image. */
export type Script = (image: number, ids: ReadonlyArray<number>) => Float32Array | ReadonlyArray<number>

/** What a run was asked for. */
export interface Step {
  readonly from: ReadonlyArray<number>
  readonly tokens: ReadonlyArray<ReadonlyArray<number>>
}

interface Text {
  readonly image: number
  readonly ids: ReadonlyArray<number>
}

/** A decoder that follows a script, and holds its caller to the contract of `DecoderRun`. */
export const scriptedRun = (script: Script, steps: Array<Step> = []): DecoderRun => {
  let texts: ReadonlyArray<Text> | undefined
  return {
    step: (from, tokens) => async () => {
      steps.push({ from, tokens })
      const before = texts
      texts = from.map((row, i) => {
        const text = before === undefined ? { image: row, ids: [] } : before[row]
        if (text === undefined || tokens[i] === undefined) throw new Error(`no row ${row}`)
        return { image: text.image, ids: [...text.ids, ...tokens[i]] }
      })
      standTogether(texts)
      const rows = texts.map(({ image, ids }) => script(image, ids))
      return E.right(logitsOf(rows))
    },
  }
}

/** Rows about one image stand together, as many for each image. */
const standTogether = (texts: ReadonlyArray<Text>): void => {
  const counts: Array<[number, number]> = []
  for (const { image } of texts) {
    const last = counts.at(-1)
    if (last?.[0] === image) last[1]++
    else counts.push([image, 1])
  }
  const images = new Set(counts.map(([image]) => image))
  if (images.size !== counts.length || new Set(counts.map(([, count]) => count)).size > 1)
    throw new Error(`rows about ${texts.map(({ image }) => image).join()}`)
}

export const logitsOf = (rows: ReadonlyArray<ArrayLike<number>>): Logits => {
  const vocabulary = rows[0]?.length ?? 0
  const values = new Float32Array(rows.length * vocabulary)
  for (const [i, row] of rows.entries()) values.set(Array.from(row), i * vocabulary)
  return { rows: rows.length, vocabulary, values }
}

/** What makes up the scores of {@link formulaScript}. */
export interface Formula {
  readonly key: string
  readonly vocabulary: number
  readonly scale: number
  /** This token's score has `endBias` added. */
  readonly end: number
  readonly endBias: number
  /** u is rounded down to a multiple of 1 / levels, so that scores are equal; 0 or none: it is not. */
  readonly levels?: number
}

/**
 * Made-up scores, as different for each image and each text as random ones: h = fnv1a32('key|image'), for each id of the text h = fmix32(h XOR
 * (id + 1)); the score of token v is float32(scale * u + bias), u = (hash32(h, v) - 2^31) / 2^31.
 */
export const formulaScript =
  ({ key, vocabulary, scale, end, endBias, levels = 0 }: Formula): Script =>
  (image, ids) => {
    let h = fnv1a32(`${key}|${image}`)
    for (const id of ids) h = fmix32(h ^ (id + 1))
    return Float32Array.from({ length: vocabulary }, (_, v) => {
      const u = (hash32(h, v) - 2147483648) / 2147483648
      return scale * (levels > 0 ? Math.floor(u * levels) / levels : u) + (v === end ? endBias : 0)
    })
  }

/** Murmur3's finalizer: hash32 adds the golden ratio before it, which is taken away here. */
const fmix32 = (x: number): number => hash32((x - 0x9e3779b9) >>> 0, 0)
