import { formulaTensor } from '../../../src/formula/tensor.js'
import type { TokenMatrix } from '../../../src/text-image-matching/index.js'

/** A tensor by formula, rows, or words that refer to the case `full`. */
export type Described =
  | string
  | ReadonlyArray<ReadonlyArray<number>>
  | { readonly key: string; readonly shape: ReadonlyArray<number>; readonly scale: number; readonly offset: number }
  | { readonly 'rows of': 'full'; readonly times?: number; readonly 'row j times'?: 'j+1' }

/** A matrix whose rows may be none. */
interface Rows {
  readonly width: number
  readonly rows: ReadonlyArray<Float32Array>
}

type Side = 'image' | 'text'

const cutInRows = (data: Float32Array, width: number): Rows => ({
  width,
  rows: Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width)),
})

const map = ({ width, rows }: Rows, change: (value: number, row: number, column: number) => number): Rows => ({
  width,
  rows: rows.map((values, row) => values.map((value, column) => change(value, row, column))),
})

const pick = ({ width, rows }: Rows, from: number, to = from): Rows => ({ width, rows: rows.slice(from, to + 1) })

const NUMBERS: Readonly<Record<string, number>> = { NaN, '+Inf': Infinity, '-Inf': -Infinity }

/** What the words of a golden file mean. `full` and `beside`: the same side of the case `full`, and the other side of this case. */
export class TokenWords {
  constructor(private readonly full: Readonly<Record<Side, Rows>>) {}

  static of(full: { readonly image_tokens: Described; readonly text_tokens: Described }): TokenWords {
    return new TokenWords({ image: byFormula(full.image_tokens), text: byFormula(full.text_tokens) })
  }

  matrix(described: Described, side: Side, other: Described): TokenMatrix {
    const { width, rows } = this.rows(described, side, other)
    const data = new Float32Array(rows.length * width)
    rows.forEach((row, i) => data.set(row, i * width))
    return { shape: [rows.length, width], data }
  }

  private rows(described: Described, side: Side, other: Described): Rows {
    if (typeof described === 'string') return this.fromWords(described, side, other)
    if (described instanceof Array) {
      const rows = described.map((row) => Float32Array.from(row))
      return { width: rows[0]!.length, rows }
    }
    if ('key' in described) return byFormula(described)
    const times = described.times ?? 1
    const byRow = described['row j times'] === 'j+1'
    return map(this.full[side], (value, row) => value * Math.fround(byRow ? row + 1 : times))
  }

  private fromWords(words: string, side: Side, other: Described): Rows {
    const full = this.full[side]
    const found = (pattern: RegExp): ReadonlyArray<string> | undefined => pattern.exec(words)?.slice(1)
    let parts: ReadonlyArray<string> | undefined
    if (words === 'no rows') return pick(full, 0, -1)
    if (words === 'all zero') return map(full, () => 0)
    if ((parts = found(/^rows (\d+)\.\.(\d+) of the (\d+)-wide identity$/))) return identity(parts)
    if ((parts = found(/^rows (\d+)\.\.(\d+)$/))) {
      const wide = typeof other === 'string' ? /of the (\d+)-wide identity$/.exec(other)?.[1] : undefined
      return wide === undefined ? pick(full, Number(parts[0]), Number(parts[1])) : identity([...parts, wide])
    }
    if ((parts = found(/^row (\d+)( of full)?$/))) return pick(full, Number(parts[0]))
    if (words === 'text rows of full') return this.full.text
    if (words === 'minus the text rows') return map(this.full.text, (value) => -value)
    if ((parts = found(/^image rows ([\d, ]+) of full$/))) {
      const { width, rows } = this.full.image
      return { width, rows: parts[0]!.split(',').map((row) => rows[Number(row)]!) }
    }
    if ((parts = found(/^full with row (\d+) all zero$/))) {
      return map(full, (value, row) => (row === Number(parts![0]) ? 0 : value))
    }
    if ((parts = found(/^full with \[(\d+)\]\[(\d+)\] = (\S+)$/))) {
      const [row, column, value] = parts as [string, string, string]
      return map(full, (old, r, c) =>
        r === Number(row) && c === Number(column) ? (NUMBERS[value] ?? Number(value)) : old,
      )
    }
    if ((parts = found(/^full, first (\d+) columns$/))) {
      const width = Number(parts[0])
      return { width, rows: full.rows.map((row) => row.slice(0, width)) }
    }
    if ((parts = found(/^(?:rows (\d+)\.\.(\d+) of )?full times (\S+?)(?: \(.*|:.*)?$/s))) {
      const [from, to, factor] = parts as [string | undefined, string | undefined, string]
      const rows = from === undefined ? full : pick(full, Number(from), Number(to))
      return map(rows, (value) => value * Math.fround(Number(factor)))
    }
    if (/^full(, rows kept where mask = 1|, mask all 0)?$/.test(words)) return full
    throw new Error(`expected words that are known here, got ${JSON.stringify(words)}`)
  }
}

const byFormula = (described: Described): Rows => {
  if (typeof described === 'string' || !('key' in described)) throw new Error('expected a tensor by formula')
  return cutInRows(formulaTensor(described), described.shape.at(-1)!)
}

const identity = ([from, to, size]: ReadonlyArray<string>): Rows => {
  const width = Number(size)
  const rows = Array.from({ length: width }, (_, row) =>
    Float32Array.from({ length: width }, (_, column) => (row === column ? 1 : 0)),
  )
  return pick({ width, rows }, Number(from), Number(to))
}
