import type { BackendResult, GrpoReport, LogitTiming } from '../../../../src/cli/bench/grpo/schema.js'

/** A timing by logits, made up. */
export const makeLogits = (changed: Partial<LogitTiming> = {}): LogitTiming => ({
  id: 'grpo/logits [8, 256, 8192]',
  ms: 50,
  perSecond: 40_960,
  runs: 7,
  on: 'arrays',
  shape: [8, 256, 8192],
  inPlace: false,
  gigabytesPerSecond: 1.342,
  shareOfMemory: 0.2,
  extraMiB: 66.4,
  ...changed,
})

/** What runs on one backend, made up. */
export const makeBackend = (changed: Partial<BackendResult> = {}): BackendResult => ({
  backend: 'wasm',
  device: 'CPU (WebAssembly, SIMD)',
  isSoftware: false,
  golden: { agreed: 35, cases: 35, differences: [] },
  leakedTensors: 0,
  losses: [{ id: 'grpo/wasm loss dapo', ms: 5, perSecond: 6_553_600, runs: 9, lossType: 'dapo' }],
  logits: [makeLogits({ id: 'grpo/wasm [8, 256, 8192]', on: 'wasm' })],
  ...changed,
})

/** A section of the GRPO core, all of it made up. */
export const makeGrpo = (changed: Partial<GrpoReport> = {}): GrpoReport => ({
  advantages: {
    groups: 100_000,
    groupSize: 8,
    barMs: 50,
    rows: [{ id: 'grpo/advantages one reward, by group', ms: 20, perSecond: 5_000_000, runs: 40, shareOfBar: 0.4 }],
  },
  lossShape: [64, 512],
  threads: 2,
  memoryGigabytesPerSecond: 20.13,
  logits: [makeLogits()],
  backends: [makeBackend()],
  ...changed,
})
