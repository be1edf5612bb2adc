import type { Report, RewardResult } from '../../../src/cli/bench/report.js'

/** A reward's results, all of them made up. */
export const makeResult = (id: string, changed: Partial<RewardResult> = {}): RewardResult => ({
  id,
  kind: 'builtin',
  latencyUs: { p50: 2, p95: 3, p99: 4, runs: 1000 },
  scaling: [
    { batchSize: 1, samplesPerSecond: 500_000, runs: 1000 },
    { batchSize: 64, samplesPerSecond: 1_000_000, runs: 100 },
  ],
  throughput: { samplesPerSecond: 1_000_000, batchSize: 64 },
  coldStartMs: { median: 120, runs: 3 },
  memory: { peakMiB: 80, growthMiB: 30, samples: 1000 },
  outcomes: { scored: 1000, skipped: 0, failed: 0 },
  agreement: { agreed: 10, cases: 10, variants: { paper: { agreed: 10, cases: 10 } }, differences: [] },
  contract: null,
  original: null,
  ...changed,
})

/** A report of these rewards, all of it made up. */
export const makeReport = (rewards: ReadonlyArray<RewardResult>, changed: Partial<Report> = {}): Report => ({
  format: 'corl-bench',
  version: 1,
  mode: 'full',
  date: '2026-01-02T03:04:05.000Z',
  packageVersion: '1.2.3',
  machine: { cpu: 'a processor', cores: 4, memoryGiB: 16, platform: 'linux x64', node: 'v20.20.0' },
  rewards: [...rewards],
  unavailable: [],
  failed: [],
  ...changed,
})
