/**
 * Builds `dist` where it is missing or older than its sources. npm runs `prepare` on `npm ci` and once more when `npx` links the
 * package into its cache: the second time there is nothing to do. Plain JavaScript, so that it starts without any package.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const manifest = createRequire(import.meta.url)('../package.json')

/** Modification times of a file, or of everything under a folder. */
const times = (entry) => {
  const file = path.join(root, entry)
  if (!existsSync(file)) return []
  const stats = statSync(file)
  if (!stats.isDirectory()) return [stats.mtimeMs]
  return [stats.mtimeMs, ...readdirSync(file).flatMap((name) => times(path.join(entry, name)))]
}

const built = [
  ...Object.values(manifest.bin),
  ...Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target.types, target.default],
  ),
]
const sources = ['src', 'package.json', 'tsconfig.json', 'tsup.config.ts'].flatMap(times)
const fresh =
  built.every((file) => existsSync(path.join(root, file))) && Math.min(...built.flatMap(times)) >= Math.max(...sources)

if (!fresh) {
  let tsup
  try {
    tsup = createRequire(import.meta.url).resolve('tsup/dist/cli-default.js')
  } catch {
    console.error('corl-rewards: not built, since the devDependencies are absent (npm ci installs them)')
  }
  if (tsup !== undefined) {
    const { status } = spawnSync(process.execPath, [tsup, '--silent'], { cwd: root, stdio: 'inherit' })
    process.exitCode = status ?? 1
  }
}
