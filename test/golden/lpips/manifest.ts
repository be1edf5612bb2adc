import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { findGoldens, goldensRoot } from '../support.js'

/** A file of a folder and what its manifest says of it. */
export interface Listed<Entry> {
  readonly name: string
  readonly path: string
  readonly entry: Entry
}

/** Every file that the manifests of the folders of that name list. */
export const listedFiles = <Entry>(folder: string): ReadonlyArray<Listed<Entry>> =>
  findGoldens(goldensRoot(), 'lpips', /^manifest\.json$/)
    .filter((path) => basename(dirname(path)) === folder)
    .flatMap((path) => {
      const { files } = JSON.parse(readFileSync(path, 'utf8')) as { readonly files: Readonly<Record<string, Entry>> }
      return Object.entries(files).map(([name, entry]) => ({ name, path: join(dirname(path), name), entry }))
    })
