/** The definitions in float64, token by token, as the tests hold everything against them. */

export interface Case {
  readonly shape: readonly [number, number, number]
  readonly data: ArrayLike<number>
  readonly ids: ReadonlyArray<number>
  readonly mask?: ReadonlyArray<number>
  readonly temperature?: number
}

interface Row {
  readonly p: ReadonlyArray<number>
  readonly logP: ReadonlyArray<number>
  readonly entropy: number
  readonly id: number
  readonly counts: boolean
}

const rowsOf = ({ shape: [B, T, V], data, ids, mask, temperature = 1 }: Case): ReadonlyArray<Row> =>
  Array.from({ length: B * T }, (_, row) => {
    const x = Array.from({ length: V }, (_, v) => data[row * V + v]! / temperature)
    const max = x.reduce((most, value) => Math.max(most, value), -Infinity)
    const logSum = Math.log(x.reduce((sum, value) => sum + Math.exp(value - max), 0))
    const logP = x.map((value) => value - max - logSum)
    const p = logP.map(Math.exp)
    const entropy = -p.reduce((sum, value, v) => sum + (value > 0 ? value * logP[v]! : 0), 0)
    return { p, logP, entropy, id: ids[row]!, counts: mask?.[row] !== 0 }
  })

export const expectedTokens = (given: Case) => {
  const rows = rowsOf(given)
  return {
    logProbs: rows.map(({ logP, id, counts }) => (counts ? logP[id]! : 0)),
    entropies: rows.map(({ entropy, counts }) => (counts ? entropy : 0)),
  }
}

/** sum of slopes * d l + bonuses * d H, by the identities. */
export const expectedGradient = (given: Case, slopes: ArrayLike<number>, bonuses: ArrayLike<number>) =>
  rowsOf(given).flatMap(({ p, logP, entropy, id, counts }, row) =>
    p.map((value, v) => {
      if (!counts) return 0
      const bent = value > 0 ? value * (logP[v]! + entropy) : 0
      return (slopes[row]! * (Number(v === id) - value) - bonuses[row]! * bent) / (given.temperature ?? 1)
    }),
  )

/** The largest difference; NaN where there is one. */
export const furthest = (got: ArrayLike<number>, want: ArrayLike<number>): number => {
  if (got.length !== want.length) return NaN
  let most = 0
  for (let i = 0; i < got.length; i++) {
    const gap = got[i] === want[i] ? 0 : Math.abs(got[i]! - want[i]!)
    if (!(gap <= most)) most = gap
  }
  return most
}

/** Numbers in [-size, size) by a formula. */
export const spread = (count: number, size: number, seed = 1): Float32Array => {
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = ((Math.imul(i + seed, 2654435761) >>> 0) / 2 ** 31 - 1) * size
  return values
}

export const idsFor = (count: number, vocabulary: number): Array<number> =>
  Array.from({ length: count }, (_, i) => (i * 7919 + 3) % vocabulary)
