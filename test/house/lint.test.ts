import path from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const eslint = new ESLint({
  cwd: root,
  // Where CI is set the parser would take the file from the disk, and not the code that is handed in.
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { disallowAutomaticSingleRunInference: true } },
  },
})

/** Rules broken by `code` when it stands in `file`, which exists: type-aware rules need a file of the project. */
const broken = async (file: string, code: string): Promise<ReadonlyArray<string>> => {
  const results = await eslint.lintText(code, { filePath: path.join(root, file) })
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message))
}

const LONG = `${Array.from({ length: 300 }, (_, i) => `export const n${i} = ${i}`).join('\n')}\nexport const last = 1\n`

const BREACHES: ReadonlyArray<readonly [sentence: string, rule: string, file: string, code: string]> = [
  [
    'no throw in core',
    'no-restricted-syntax',
    'src/core/range.ts',
    "export const f = (): never => { throw new Error('no') }\n",
  ],
  [
    'no throw in a reward folder',
    'no-restricted-syntax',
    'src/format/format.ts',
    "export const f = (): never => { throw new Error('no') }\n",
  ],
  [
    'no throw in the file that reads the data of SPICE either',
    'no-restricted-syntax',
    'src/spice/shipped-data.ts',
    "export const f = (): never => { throw new Error('no') }\n",
  ],
  ['no default export', 'no-restricted-syntax', 'src/core/range.ts', 'const one = 1\nexport default one\n'],
  [
    'no default export in adapters either',
    'no-restricted-syntax',
    'src/score.ts',
    'const one = 1\nexport default one\n',
  ],
  ['no bare export *', 'no-restricted-syntax', 'src/core/index.ts', "export * from './range.js'\n"],
  [
    'fp-ts by lib path',
    'no-restricted-imports',
    'src/core/range.ts',
    "import * as E from 'fp-ts/Either'\nexport const e = E.right(1)\n",
  ],
  [
    'fp-ts not by its root',
    'no-restricted-imports',
    'src/core/range.ts',
    "import { either } from 'fp-ts'\nexport const e = either.right(1)\n",
  ],
  [
    'fp-ts with its extension',
    'no-restricted-imports',
    'src/core/range.ts',
    "import * as E from 'fp-ts/lib/Either'\nexport const e = E.right(1)\n",
  ],
  [
    'natural not by its root',
    'no-restricted-imports',
    'src/accuracy/stem-words.ts',
    "import natural from 'natural'\nexport const n = String(natural)\n",
  ],
  [
    'no any in src',
    '@typescript-eslint/no-explicit-any',
    'src/core/range.ts',
    'export const f = (x: any): string => String(x)\n',
  ],
  [
    'public signatures are explicit',
    '@typescript-eslint/explicit-module-boundary-types',
    'src/core/range.ts',
    'export const f = (x: number) => x\n',
  ],
  [
    'no process.exit below the entry files',
    'no-restricted-properties',
    'src/score.ts',
    'export const f = (): void => process.exit(1)\n',
  ],
  [
    'randomness comes in as an argument',
    'no-restricted-properties',
    'src/core/range.ts',
    'export const f = (): number => Math.random()\n',
  ],
  [
    'the clock comes in as an argument',
    'no-restricted-properties',
    'src/core/range.ts',
    'export const f = (): number => Date.now()\n',
  ],
  ['no console below the commands', 'no-console', 'src/core/range.ts', "console.log('here')\n"],
  ['at most 300 lines', 'max-lines', 'src/core/range.ts', LONG],
  [
    'no promise left alone',
    '@typescript-eslint/no-floating-promises',
    'src/core/range.ts',
    'export const f = (): void => { Promise.resolve(1) }\n',
  ],
]

describe('lint', () => {
  it.each(BREACHES)('%s (%s)', async (_, rule, file, code) => {
    expect(await broken(file, code)).toContain(rule)
  })

  it('lets the right forms through', async () => {
    const code = "import * as E from 'fp-ts/lib/Either.js'\n\nexport const one: E.Either<string, number> = E.right(1)\n"
    expect(await broken('src/core/range.ts', code)).toEqual([])
  })

  it('allows any in tests', async () => {
    expect(await broken('test/house/lint.test.ts', 'export const f = (x: any): string => String(x.name)\n')).toEqual([])
  })
})
