import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { findGoldens, goldensRoot } from '../support.js'

/** A folder of a model, and the values that were recorded with it. */
export interface GoldenFolder<Values> {
  readonly name: string
  readonly folder: string
  readonly values: Values
}

/** Every folder with a `config.json` that has `<folder>.values.json` beside it. */
export const goldenFolders = <Values>(family = 'blip'): ReadonlyArray<GoldenFolder<Values>> =>
  findGoldens(goldensRoot(), family, /^config\.json$/).flatMap((path) => {
    const folder = dirname(path)
    const file = `${folder}.values.json`
    if (!existsSync(file)) return []
    return [{ name: basename(folder), folder, values: JSON.parse(readFileSync(file, 'utf8')) as Values }]
  })
