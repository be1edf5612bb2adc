/** Threads of a group; a group measures a row. */
const GROUP = 256

/** As much of a program of tfjs-backend-webgpu as is used here. */
export interface WebgpuProgram {
  readonly variableNames: Array<string>
  readonly outputShape: Array<number>
  readonly shaderKey: string
  readonly workgroupSize: [number, number, number]
  readonly dispatchLayout: { readonly x: Array<number> }
  readonly dispatch: [number, number, number]
  readonly uniforms: string
  readonly size?: boolean
  readonly getUserCode: () => string
}

/**
 * A device may believe that there is no infinity: what the logits hold is told by its bits. A banned token becomes the lowest number.
 * Numbers are converted on reading, since a cast tensor of tfjs keeps the buffer it had. `scaled` is (z - m) / temperature, held above where the exponential is 0 in float32.
 */
const COMMON = `
  const LOWEST : f32 = -3.4028234e38;
  fn isSpecial(z : f32) -> bool { return (bitcast<u32>(z) & 0x7f800000u) == 0x7f800000u; }
  fn isBanned(z : f32) -> bool { return bitcast<u32>(z) == 0xff800000u; }
  fn logit(index : i32) -> f32 {
    let z = f32(logits[index]);
    if (isSpecial(z)) { return LOWEST; }
    return z;
  }
  fn scaled(z : f32, most : f32) -> f32 { return max((z - most) * uniforms.inverse, -200.0); }
`

/**
 * Of each row: log-probability, entropy, largest logit and logarithm of the sum, four rows of the result. A group of threads a row: each
 * takes every 256th logit, and what they have is joined in halves.
 */
export const forwardProgram = (rows: number): WebgpuProgram => ({
  variableNames: ['logits', 'ids', 'mask'],
  outputShape: [4, rows],
  shaderKey: 'corl_token_log_probs',
  workgroupSize: [GROUP, 1, 1],
  dispatchLayout: { x: [0, 1] },
  dispatch: [rows, 1, 1],
  uniforms: 'inverse : f32, vocabulary : i32, rows : i32,',
  getUserCode: () => `${COMMON}
  var<workgroup> some : array<f32, ${GROUP}>;
  var<workgroup> others : array<f32, ${GROUP}>;
  fn main(index : i32) {
    let me = i32(localId.x);
    let row = min(index / ${GROUP}, uniforms.rows - 1);
    let start = row * uniforms.vocabulary;
    var most = LOWEST;
    var fault = 0.0;
    for (var i = me; i < uniforms.vocabulary; i = i + ${GROUP}) {
      let z = f32(logits[start + i]);
      if (isSpecial(z) && !isBanned(z)) { fault = 1.0; }
      most = max(most, logit(start + i));
    }
    some[me] = most;
    others[me] = fault;
    workgroupBarrier();
    for (var half = ${GROUP / 2}; half > 0; half = half / 2) {
      if (me < half) {
        some[me] = max(some[me], some[me + half]);
        others[me] = max(others[me], others[me + half]);
      }
      workgroupBarrier();
    }
    most = some[0];
    fault = others[0];
    workgroupBarrier();
    var sum = 0.0;
    var weighted = 0.0;
    for (var i = me; i < uniforms.vocabulary; i = i + ${GROUP}) {
      let x = scaled(logit(start + i), most);
      let e = exp(x);
      sum = sum + e;
      weighted = weighted + e * x;
    }
    some[me] = sum;
    others[me] = weighted;
    workgroupBarrier();
    for (var half = ${GROUP / 2}; half > 0; half = half / 2) {
      if (me < half) {
        some[me] = some[me] + some[me + half];
        others[me] = others[me] + others[me + half];
      }
      workgroupBarrier();
    }
    if (me == 0 && index / ${GROUP} < uniforms.rows) {
      let logSum = log(some[0]);
      let id = ids[row];
      let isId = id >= 0 && id < uniforms.vocabulary;
      let place = start + clamp(id, 0, uniforms.vocabulary - 1);
      var logProb = (logit(place) - most) * uniforms.inverse - logSum;
      var entropy = max(logSum - others[0] / some[0], 0.0);
      if (isBanned(f32(logits[place]))) { logProb = -uniforms.INFINITY; }
      if (!isId || fault > 0.0 || most <= LOWEST) {
        logProb = uniforms.NAN;
        entropy = uniforms.NAN;
      }
      let counts = f32(mask[row]) > 0.0;
      result[row] = select(0.0, logProb, counts);
      result[uniforms.rows + row] = select(0.0, entropy, counts);
      result[2 * uniforms.rows + row] = select(0.0, most, counts);
      result[3 * uniforms.rows + row] = select(0.0, logSum, counts);
    }
  }`,
})

/** The gradient of each logit, from factors of its row: the largest logit, a, b, that of the chosen token, and whether the row counts. */
export const backwardProgram = (shape: ReadonlyArray<number>): WebgpuProgram => {
  const count = shape.reduce((product, size) => product * size, 1)
  return {
    variableNames: ['logits', 'ids', 'factors'],
    outputShape: [...shape],
    shaderKey: 'corl_token_log_probs_gradient',
    workgroupSize: [GROUP, 1, 1],
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [Math.ceil(count / GROUP), 1, 1],
    uniforms: 'inverse : f32, vocabulary : i32, rows : i32,',
    size: true,
    getUserCode: () => `${COMMON}
  fn main(index : i32) {
    if (index < uniforms.size) {
      let row = index / uniforms.vocabulary;
      let at = 5 * row;
      let x = scaled(logit(index), factors[at]);
      var slope = exp(x) * (factors[at + 1] + factors[at + 2] * x);
      if (index - row * uniforms.vocabulary == ids[row]) { slope = factors[at + 3]; }
      result[index] = select(0.0, slope, factors[at + 4] > 0.0);
    }
  }`,
  }
}
