import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Environment, expand, setting, userHome } from './environment.js'

const FOLDER = 'corl-rewards'

/**
 * The folder in which models are kept: `CORL_HOME`, else `XDG_CACHE_HOME/corl-rewards`, else `~/.cache/corl-rewards`; on
 * Windows `%LOCALAPPDATA%\corl-rewards\Cache` in place of the last. macOS follows the same rule as Linux, so that one
 * setting holds for a folder that both share, and since torch and Hugging Face keep theirs in `~/.cache` there too.
 *
 * @param env - The environment, normally `process.env`.
 * @param override - A folder that comes before all settings.
 * @param platform - As `process.platform` names it.
 * @returns An absolute path. It need not exist.
 * @example
 * ```ts @import.meta.vitest
 * expect(modelHome({ CORL_HOME: '/models', HOME: '/users/ada' })).toBe('/models')
 * expect(modelHome({ HOME: '/users/ada' })).toBe('/users/ada/.cache/corl-rewards')
 * ```
 * @category pure
 * @since 0.2.0
 */
export const modelHome = (env: Environment, override?: string, platform: string = process.platform): string => {
  const named = override ?? setting(env, 'CORL_HOME')
  if (named !== undefined && named.trim() !== '') return expand(named, env)
  const local = setting(env, 'LOCALAPPDATA')
  if (platform === 'win32' && local !== undefined && setting(env, 'XDG_CACHE_HOME') === undefined) {
    return path.join(path.resolve(local), FOLDER, 'Cache')
  }
  return path.join(cacheFolder(env), FOLDER)
}

/** Where programs keep what can be fetched again: `XDG_CACHE_HOME`, else `~/.cache`. */
export const cacheFolder = (env: Environment): string => {
  const cache = setting(env, 'XDG_CACHE_HOME')
  // Of an account without a folder of its own, nothing is worth keeping.
  return cache === undefined ? path.join(userHome(env) ?? tmpdir(), '.cache') : expand(cache, env)
}
