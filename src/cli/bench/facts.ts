import { availableParallelism, cpus, totalmem } from 'node:os'
import type { Report } from './report.js'

const BYTES_PER_GIB = 2 ** 30

/** What the figures hang on. */
export const machineFacts = (): Report['machine'] => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round((totalmem() / BYTES_PER_GIB) * 10) / 10,
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
})
