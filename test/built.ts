import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Builds dist where it is older than its sources, so that no test runs yesterday's commands. `CORL_SKIP_BUILD=1`: for tests of sources alone. */
export const setup = (): void => {
  if (process.env['CORL_SKIP_BUILD'] === '1') return
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('../scripts/prepare.mjs', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('the build failed: see above')
}
