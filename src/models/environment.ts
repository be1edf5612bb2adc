import path from 'node:path'

/**
 * Settings by name, as `process.env` holds them. Commands hand them in; no module of this folder reads the process's own.
 *
 * @category model
 * @since 0.2.0
 */
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that is there and not empty: an empty one counts as not set, as in a shell's `${NAME:-...}`. */
export const setting = (env: Environment, ...names: ReadonlyArray<string>): string | undefined =>
  names.map((name) => env[name]).find((value) => value !== undefined && value.trim() !== '')

/** Whether a switch is on. Hugging Face's rule: 1, ON, YES and TRUE, in any case. */
export const isOn = (value: string | undefined): boolean => /^(1|on|yes|true)$/i.test(value?.trim() ?? '')

/**
 * The folder of the user, absolute. `HOME` first, as shells and Python have it; `USERPROFILE` on Windows.
 *
 * @returns Nothing when the environment names none.
 */
export const userHome = (env: Environment): string | undefined => {
  const home = setting(env, 'HOME', 'USERPROFILE')
  return home === undefined ? undefined : path.resolve(home)
}

/** A path as a user writes it in a setting: `~` is the user's folder. Absolute. */
export const expand = (text: string, env: Environment): string => {
  const home = userHome(env)
  const written = text.trim()
  if (home !== undefined && written === '~') return home
  if (home !== undefined && /^~[\\/]/.test(written)) return path.join(home, written.slice(2))
  return path.resolve(written)
}
