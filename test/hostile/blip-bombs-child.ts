/**
 * Loads captioners from folders, one after another, and says what came of each, in which time, and by how much the process grew.
 *
 *   node --import tsx blip-bombs-child.ts HOME GOOD FOLDER...
 */
import { existsSync, readFileSync } from 'node:fs'
import { loadBlip } from '../../src/adapters/onnx/blip/load-blip.js'
import { showError } from '../../src/core/error.js'

/** The most memory this process ever held, in bytes: see images-bombs-child.ts. */
const peak = (): number => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS) * 1024
}

const [home, good, ...folders] = process.argv.slice(2) as [string, string, ...ReadonlyArray<string>]
const load = async (path: string): Promise<string> => {
  const captioner = await loadBlip({ path, threads: 1, env: { CORL_HOME: home } })()
  if (captioner._tag === 'Left') return `${captioner.left._tag}: ${showError(captioner.left)}`
  await captioner.right[Symbol.asyncDispose]()
  return 'loaded'
}

const first = await load(good)
const before = peak()
const outcomes: Array<{ readonly said: string; readonly ms: number; readonly grownBy: number }> = []
for (const folder of folders) {
  const start = performance.now()
  const said = await load(folder)
  outcomes.push({ said, ms: performance.now() - start, grownBy: peak() - before })
}
process.stdout.write(JSON.stringify({ good: first, outcomes }))
