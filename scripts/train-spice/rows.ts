/** Equations and inequalities over the columns: the sum of some columns' scores, less that of others, is (or is at least) the target. */
export interface Rows {
  readonly count: () => number
  /** Adds a row and returns its number. A column of `minus` counts negatively. */
  readonly add: (
    plus: Int32Array,
    minus: Int32Array | undefined,
    target: number,
    weight: number,
    atLeast: boolean,
  ) => number
  readonly target: (row: number) => number
  readonly isBound: (row: number) => boolean
  readonly weight: (row: number) => number
  readonly setWeight: (row: number, weight: number) => void
  readonly columns: (row: number) => Int32Array
  /** The row's sum under the scores given. */
  readonly sum: (row: number, scores: Float64Array) => number
  /** Where each row starts in `entries`; a column j that counts negatively is written ~j. */
  readonly start: () => Float64Array
  readonly entries: () => Int32Array
}

export const rowTable = (): Rows => {
  let entries = new Int32Array(2 ** 20)
  let used = 0
  const start: number[] = [0]
  const targets: number[] = []
  const weights: number[] = []
  const bounds: boolean[] = []
  const push = (entry: number): void => {
    if (used === entries.length) {
      const larger = new Int32Array(entries.length * 2)
      larger.set(entries)
      entries = larger
    }
    entries[used++] = entry
  }
  const columns: Rows['columns'] = (row) => entries.subarray(start[row], start[row + 1])
  return {
    count: () => targets.length,
    add: (plus, minus, target, weight, atLeast) => {
      if (minus === undefined) for (const column of plus) push(column)
      else merge(plus, minus, push)
      start.push(used)
      weights.push(weight)
      bounds.push(atLeast)
      return targets.push(target) - 1
    },
    target: (row) => targets[row] as number,
    isBound: (row) => bounds[row] === true,
    weight: (row) => weights[row] as number,
    setWeight: (row, weight) => {
      weights[row] = weight
    },
    columns,
    sum: (row, scores) => {
      let sum = 0
      for (const entry of columns(row)) sum += entry >= 0 ? (scores[entry] as number) : -(scores[~entry] as number)
      return sum
    },
    start: () => Float64Array.from(start),
    entries: () => entries.subarray(0, used),
  }
}

/** Two ascending lists with what they have in common left out. */
const merge = (plus: Int32Array, minus: Int32Array, push: (entry: number) => void): void => {
  let [i, j] = [0, 0]
  while (i < plus.length || j < minus.length) {
    const a = i < plus.length ? (plus[i] as number) : Infinity
    const b = j < minus.length ? (minus[j] as number) : Infinity
    if (a < b) push(a)
    else if (b < a) push(~b)
    if (a <= b) i++
    if (b <= a) j++
  }
}
