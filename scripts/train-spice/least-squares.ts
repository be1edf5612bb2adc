/** A sparse matrix by rows. An entry 1 in column j is written j, an entry -1 is written ~j. */
export interface Incidence {
  readonly rows: number
  readonly columns: number
  readonly start: Int32Array | Float64Array
  readonly column: Int32Array
}

/** y = A x */
const times = (a: Incidence, x: Float64Array, y: Float64Array): void => {
  for (let i = 0; i < a.rows; i++) {
    let sum = 0
    const stop = a.start[i + 1] ?? 0
    for (let k = a.start[i] ?? 0; k < stop; k++) {
      const j = a.column[k] as number
      sum += j >= 0 ? (x[j] as number) : -(x[~j] as number)
    }
    y[i] = sum
  }
}

/** x = transpose(A) y */
const transposed = (a: Incidence, y: Float64Array, x: Float64Array): void => {
  x.fill(0)
  for (let i = 0; i < a.rows; i++) {
    const value = y[i] as number
    if (value === 0) continue
    const stop = a.start[i + 1] ?? 0
    for (let k = a.start[i] ?? 0; k < stop; k++) {
      const j = a.column[k] as number
      if (j >= 0) x[j] = (x[j] as number) + value
      else x[~j] = (x[~j] as number) - value
    }
  }
}

/**
 * Minimises sum_i w_i ((A M x)_i - y_i)^2 + sum_j r_j x_j^2 by conjugate gradients on the normal equations (CGLS; Bjorck 1996), diagonally scaled.
 * M says which features each of A's columns is made of.
 */
export const leastSquares = (
  a: Incidence,
  m: Incidence,
  y: Float64Array,
  weight: Float64Array,
  ridge: Float64Array,
  iterations: number,
  start: Float64Array,
): Float64Array => {
  const n = m.columns
  const z = new Float64Array(m.rows)
  const x = start.slice()
  const row = new Float64Array(a.rows)
  const root = weight.map(Math.sqrt)
  // Column norms, for the scaling.
  const count = new Float64Array(m.rows)
  for (let i = 0; i < a.rows; i++) {
    const stop = a.start[i + 1] ?? 0
    for (let k = a.start[i] ?? 0; k < stop; k++) {
      const j = a.column[k] as number
      const at = j >= 0 ? j : ~j
      count[at] = (count[at] ?? 0) + (weight[i] ?? 0)
    }
  }
  const norm = new Float64Array(n)
  transposed(m, count, norm)
  const scale = norm.map((value, j) => 1 / Math.sqrt(value + (ridge[j] ?? 0) + 1e-9))
  const forward = (v: Float64Array, out: Float64Array): void => {
    const scaled = v.map((value, j) => value * (scale[j] ?? 0))
    times(m, scaled, z)
    times(a, z, out)
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * (root[i] ?? 0)
  }
  const back = (v: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < v.length; i++) row[i] = (v[i] ?? 0) * (root[i] ?? 0)
    transposed(a, row, z)
    transposed(m, z, out)
    for (let j = 0; j < n; j++) out[j] = (out[j] ?? 0) * (scale[j] ?? 0)
  }
  const damp = ridge.map((value, j) => value * (scale[j] ?? 0) ** 2)
  const u = x.map((value, j) => value / (scale[j] ?? 1))
  const residual = new Float64Array(a.rows)
  forward(u, residual)
  for (let i = 0; i < a.rows; i++) residual[i] = (y[i] ?? 0) * (root[i] ?? 0) - (residual[i] ?? 0)
  const s = new Float64Array(n)
  const gradient = (): void => {
    back(residual, s)
    for (let j = 0; j < n; j++) s[j] = (s[j] ?? 0) - (damp[j] ?? 0) * (u[j] ?? 0)
  }
  gradient()
  const p = s.slice()
  let gamma = s.reduce((sum, value) => sum + value * value, 0)
  const q = new Float64Array(a.rows)
  for (let it = 1; it <= iterations && gamma > 1e-12; it++) {
    forward(p, q)
    let delta = 0
    for (let i = 0; i < q.length; i++) delta += (q[i] ?? 0) ** 2
    for (let j = 0; j < n; j++) delta += (damp[j] ?? 0) * (p[j] ?? 0) ** 2
    const alpha = gamma / delta
    for (let j = 0; j < n; j++) u[j] = (u[j] ?? 0) + alpha * (p[j] ?? 0)
    for (let i = 0; i < q.length; i++) residual[i] = (residual[i] ?? 0) - alpha * (q[i] ?? 0)
    gradient()
    const next = s.reduce((sum, value) => sum + value * value, 0)
    const beta = next / gamma
    gamma = next
    for (let j = 0; j < n; j++) p[j] = (s[j] ?? 0) + beta * (p[j] ?? 0)
  }
  return u.map((value, j) => value * (scale[j] ?? 0))
}
