import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, test } from 'vitest'
import { expandRepeats } from './expand.js'

/** Every golden case has an id; the other fields are the suite's own. */
export interface GoldenCase {
  readonly id: string
}

/**
 * A case that cannot be met together with the rules or with other cases. It is set aside, counted and printed. `given` are
 * fields of the case itself, so that an entry never sets aside another case that happens to have the same id.
 */
export interface Contradiction {
  readonly id: string
  readonly given: Readonly<Record<string, unknown>>
  readonly why: string
}

export interface GoldenSuite<C extends GoldenCase> {
  readonly title: string
  /** The folder under the goldens root. */
  readonly family: string
  /** Names of the files of this format, in that folder or below it. */
  readonly files: RegExp
  /** Cases of these files that the suite is about; default: all. The others are not counted. */
  readonly select?: (golden: C) => boolean
  readonly contradictions?: ReadonlyArray<Contradiction>
  /** Called once a case, within its own test. */
  readonly check: (golden: C) => void | Promise<void>
}

/** The goldens: `CORL_GOLDENS`, else the folder beside the repository, else the small part kept in it. */
export const goldensRoot = (): string => {
  const chosen = process.env['CORL_GOLDENS']
  if (chosen !== undefined && chosen !== '') {
    if (existsSync(chosen)) return chosen
    throw new Error(`expected a folder for \`CORL_GOLDENS\`, got ${chosen}`)
  }
  const beside = fileURLToPath(new URL('../../../shared/goldens', import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL('.', import.meta.url))
}

/** Paths of the files whose name matches, in the folder of the family or below it; none where there is no such folder. */
export const findGoldens = (root: string, family: string, files: RegExp): ReadonlyArray<string> => {
  const folder = join(root, family)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => files.test(basename(path)))
    .sort()
    .map((path) => join(folder, path))
}

/** The cases of one file, long strings written out. */
export const readGoldens = (path: string): ReadonlyArray<GoldenCase> => {
  const { cases } = expandRepeats(JSON.parse(readFileSync(path, 'utf8'))) as { cases?: ReadonlyArray<GoldenCase> }
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`expected cases in ${path}, got none`)
  return cases as ReadonlyArray<GoldenCase>
}

/** Registers one test a case, over every file found. What is absent or set aside is a skipped test, and printed. */
export const goldenSuite = <C extends GoldenCase>(suite: GoldenSuite<C>): void => {
  const { title, family, files, select = () => true, contradictions = [], check } = suite
  const remarks: Array<string> = []
  afterAll(() => {
    for (const remark of remarks) console.info(`golden ${title}: ${remark}`)
  })
  describe(title, () => {
    const paths = findGoldens(goldensRoot(), family, files)
    if (paths.length === 0) {
      remarks.push(`skipped, no file ${String(files)} in the family ${family}`)
      test.skip(`${family}: no file ${String(files)}`)
    }
    for (const path of paths) {
      const cases = (readGoldens(path) as ReadonlyArray<C>).filter(select)
      let aside = 0
      for (const golden of cases) {
        const against = contradictions.find((entry) => contradicts(entry, golden))
        if (against === undefined) {
          test(`${basename(path)} ${golden.id}`, () => check(golden))
          continue
        }
        aside++
        remarks.push(`${golden.id} set aside: ${against.why}`)
        test.skip(`${basename(path)} ${golden.id}: ${against.why}`)
      }
      if (cases.length === 0) test.skip(`${basename(path)}: no case of this suite`)
      if (aside > 0) remarks.push(`${aside} of ${cases.length} cases of ${basename(path)} set aside`)
    }
  })
}

const contradicts = ({ id, given }: Contradiction, golden: GoldenCase): boolean =>
  id === golden.id &&
  Object.entries(given).every(([field, value]) =>
    isDeepStrictEqual((golden as unknown as Readonly<Record<string, unknown>>)[field], value),
  )
