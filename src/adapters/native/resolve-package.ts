import { createRequire } from 'node:module'

/**
 * Whether an optional package is installed where this library can find it. Looks for the files only: nothing of the package
 * runs, so that a broken native build cannot take the process down here.
 */
export const isInstalled = (name: string): boolean => {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? []
  const { resolve } = createRequire(import.meta.url)
  try {
    resolve(`${name}/package.json`, { paths })
    return true
  } catch (cause) {
    // A package that is there may keep its package.json to itself.
    return cause instanceof Error && 'code' in cause && cause.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  }
}
