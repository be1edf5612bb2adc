import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { formulaTensor } from '../../../src/formula/tensor.js'
import type { TokenMatrix } from '../../../src/text-image-matching/index.js'
import { findGoldens, goldensRoot } from '../support.js'
import { type Described, TokenWords } from './tokens.js'

/** What the formula says. */
export interface Values {
  readonly value: number | 'NaN'
  readonly image_to_text: number
  readonly text_to_image: number
}

export type Mask = ReadonlyArray<0 | 1>

export interface Case {
  readonly case: string
  readonly image_tokens: Described
  readonly text_tokens: Described
  readonly image_shape: readonly [number, number]
  readonly text_shape: readonly [number, number]
  readonly text_mask?: Mask
  readonly image_mask?: Mask
  readonly formula_float64?: Values
  readonly formula_float64_on_inputs_rounded_to_bfloat16?: number | 'NaN'
  readonly ulm_r1_bfloat16?: number | 'NaN'
  readonly ulm_r1_raises?: string
}

interface Tensor {
  readonly key: string
  readonly shape: readonly [number, number, number]
  readonly scale: number
  readonly offset: number
}

interface ValueFile {
  readonly cases: ReadonlyArray<Case>
  readonly batch8?: {
    readonly image_tokens: Tensor
    readonly text_tokens: Tensor
    readonly text_lengths: ReadonlyArray<number>
    readonly formula_float64: ReadonlyArray<Values>
  }
}

/** An item of the batch: text tokens of which the first few count. */
export interface Item {
  readonly image: TokenMatrix
  readonly text: TokenMatrix
  readonly length: number
  readonly expected: Values
}

/** One file of values. */
export interface TimGoldens {
  readonly name: string
  readonly cases: ReadonlyArray<Case>
  readonly tokens: (golden: Case) => { readonly image: TokenMatrix; readonly text: TokenMatrix }
  readonly batch: () => ReadonlyArray<Item>
}

/** Every file of values; tokens are made when they are asked for. */
export const readTim = (): ReadonlyArray<TimGoldens> =>
  findGoldens(goldensRoot(), 'tim', /values\.json$/).map((file) => {
    const { cases, batch8 } = JSON.parse(readFileSync(file, 'utf8')) as ValueFile
    const full = cases.find((golden) => golden.case === 'full')
    if (full === undefined) throw new Error(`expected the case full in ${file}`)
    let words: TokenWords | undefined
    return {
      name: basename(file),
      cases,
      tokens: (golden) => {
        words ??= TokenWords.of(full)
        return {
          image: words.matrix(golden.image_tokens, 'image', golden.text_tokens),
          text: words.matrix(golden.text_tokens, 'text', golden.image_tokens),
        }
      },
      batch: () => (batch8 === undefined ? [] : itemsOf(batch8)),
    }
  })

const itemsOf = ({
  image_tokens,
  text_tokens,
  text_lengths,
  formula_float64,
}: NonNullable<ValueFile['batch8']>): ReadonlyArray<Item> => {
  const cut = ({ shape: [, rows, width], ...tensor }: Tensor): ((i: number) => TokenMatrix) => {
    const all = formulaTensor({ ...tensor, shape: [text_lengths.length, rows, width] })
    return (i) => ({ shape: [rows, width], data: all.subarray(i * rows * width, (i + 1) * rows * width) })
  }
  const [image, text] = [cut(image_tokens), cut(text_tokens)]
  return text_lengths.map((length, i) => ({ image: image(i), text: text(i), length, expected: formula_float64[i]! }))
}
