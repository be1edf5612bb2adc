import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { node } from './run.js'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
const folder = path.join(inject('lean'), 'types')

const RIGHT = `
import { format, mcqAccuracy, score, type Outcome } from 'corl-rewards'
import { weightedSum } from 'corl-rewards/core'
import { fromSpec } from 'corl-rewards/presets'

const total = weightedSum([[1, mcqAccuracy()], [0.5, format()]])
export const outcomes: Promise<ReadonlyArray<Outcome>> = score(total, [{ completion: '<answer>B</answer>', answer: 'B' }])
export const loaded = fromSpec('mcq')
`

/** One sentence a file: what the compiler must refuse. */
const WRONG = {
  'a-sample-without-its-field':
    "import { format, score } from 'corl-rewards'\nexport const o = score(format(), [{ text: 'x' }])\n",
  'a-sample-with-a-field-of-the-wrong-type':
    "import { format, score } from 'corl-rewards'\nexport const o = score(format(), [{ completion: 1 }])\n",
  'a-sum-that-lacks-what-one-part-reads': `import { format, score } from 'corl-rewards'
import { fromPointwise, sum } from 'corl-rewards/core'
const sharp = fromPointwise<{ image: string }>({ name: 'sharp', range: { min: 0, max: 1 } }, ({ image }) => image.length)
export const o = score(sum([format(), sharp]), [{ completion: 'x' }])
`,
  'a-sum-with-a-field-of-the-wrong-type': `import { format, mcqAccuracy, score } from 'corl-rewards'
import { sum } from 'corl-rewards/core'
export const o = score(sum([format(), mcqAccuracy()]), [{ completion: 'x', answer: 1 }])
`,
  'an-option-that-is-not-there':
    "import { format } from 'corl-rewards'\nexport const r = format({ variant: 'papre' })\n",
  'a-path-that-is-not-exported': "import { x } from 'corl-rewards/dist/index.js'\nexport const y = x\n",
}

const SETTINGS = [
  ['node16', { module: 'node16', moduleResolution: 'node16' }],
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
] as const

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(path.join(folder, 'right.ts'), RIGHT)
  for (const [name, code] of Object.entries(WRONG)) writeFileSync(path.join(folder, `${name}.ts`), code)
})

/** What the compiler says of a program: declarations of the package and of fp-ts are read in full, no skipLibCheck. */
const compile = (
  settings: object,
  files: ReadonlyArray<string>,
): { readonly status: number | null; readonly errors: ReadonlyArray<string> } => {
  const config = path.join(folder, 'tsconfig.json')
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable', 'dom'],
    types: [],
    ...settings,
  }
  writeFileSync(config, JSON.stringify({ compilerOptions, files }))
  const { status, stdout } = node(folder, [tsc, '-p', config, '--pretty', 'false'])
  return { status, errors: stdout.split('\n').filter((line) => line.includes('error TS')) }
}

describe.each(SETTINGS)('moduleResolution %s', (_, settings) => {
  it('compiles a program that uses the package', () => {
    expect(compile(settings, ['right.ts'])).toEqual({ status: 0, errors: [] })
  })

  it('refuses every wrong program, and each where it is wrong', () => {
    const { status, errors } = compile(
      settings,
      Object.keys(WRONG).map((name) => `${name}.ts`),
    )
    expect(status).not.toBe(0)
    const refused = new Set(errors.map((line) => line.replace(/\.ts\(.*/, '')))
    expect([...refused].sort()).toEqual(Object.keys(WRONG).sort())
  })
})
