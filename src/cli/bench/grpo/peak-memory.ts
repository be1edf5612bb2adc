import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const BYTES_PER_MIB = 2 ** 20
const KIB_PER_MIB = 1024

/** The engine gives memory back in its own time. */
const SETTLE_MS = 100

/**
 * By how much this process grows at its largest while something runs, in MiB.
 *
 * @returns null where the system does not tell: it keeps one mark for the whole life of a process, and that was higher before.
 */
export const extraMiB = async (run: () => unknown): Promise<number | null> => {
  collectGarbage()
  await setTimeout(SETTLE_MS)
  lowerMark()
  const before = { mark: markMiB(), resident: process.memoryUsage.rss() / BYTES_PER_MIB }
  await run()
  const mark = markMiB()
  // On Linux the mark was lowered to what is held.
  const isTold = mark > before.mark || before.mark - before.resident < 1
  return isTold ? Math.max(0, mark - before.resident) : null
}

/** What nobody refers to any more must not make room for what is measured. */
const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

/** Linux, for the owner of a process: the mark goes back to what is held now. */
const lowerMark = (): void => {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Elsewhere it stays.
  }
}

/** The most that was ever resident, or since the mark was lowered. */
const markMiB = (): number => {
  try {
    const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    if (kib !== undefined) return Number(kib) / KIB_PER_MIB
  } catch {
    // No Linux.
  }
  return process.resourceUsage().maxRSS / KIB_PER_MIB
}
