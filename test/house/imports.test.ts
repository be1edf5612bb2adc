import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

/** One file that breaks a rule: the rule, the file, what it imports. */
const BREACHES: ReadonlyArray<readonly [rule: string, file: string, specifier: string]> = [
  ['core-imports-fp-ts-alone', 'src/core/a.ts', '../format/index.js'],
  ['core-imports-fp-ts-alone', 'src/core/b.ts', 'zod'],
  ['core-imports-fp-ts-alone', 'src/core/types.ts', 'type ../text/index.js'],
  ['core-no-node', 'src/core/c.ts', 'node:fs'],
  ['text-imports-core', 'src/text/a.ts', '../accuracy/index.js'],
  ['image-imports-core', 'src/image/a.ts', '../text/index.js'],
  ['formula-imports-image', 'src/formula/a.ts', '../core/index.js'],
  ['joints-join-their-adapter', 'src/image/index.ts', '../presets/index.js'],
  ['joints-join-their-adapter', 'src/spice/index.ts', '../presets/index.js'],
  ['joints-join-their-adapter', 'src/grpo/index.ts', '../presets/index.js'],
  ['joints-are-for-users', 'src/adapters/tfjs/k.ts', '../../grpo/index.js'],
  ['joints-are-for-users', 'src/presets/k.ts', '../spice/index.js'],
  ['joints-are-for-users', 'src/presets/j.ts', '../image/index.js'],
  ['pure-folders-no-node', 'src/text/b.ts', 'node:fs'],
  ['pure-folders-no-node', 'src/image/b.ts', 'node:fs'],
  ['pure-folders-no-node', 'src/accuracy/b.ts', 'node:crypto'],
  ['pure-folders-no-node', 'src/spice/b.ts', 'node:fs'],
  ['pure-folders-no-node', 'src/grpo/loss/b.ts', 'node:fs'],
  ['rim-adds-files-and-exceptions', 'src/spice/shipped-data.ts', '../presets/index.js'],
  ['rim-adds-files-and-exceptions', 'src/spice/or-throw.ts', 'node:crypto'],
  ['rewards-stand-alone', 'src/spice/a.ts', '../score.js'],
  ['rewards-stand-alone', 'src/format/a.ts', '../accuracy/index.js'],
  ['rewards-stand-alone', 'src/accuracy/a.ts', '../adapters/onnx/index.js'],
  ['rewards-stand-alone', 'src/shaping/a.ts', '../presets/index.js'],
  ['rewards-stand-alone', 'src/shaping/b.ts', 'yaml'],
  ['facade-imports-core', 'src/score.ts', './presets/index.js'],
  ['root-stays-light', 'src/index.ts', './presets/index.js'],
  ['root-stays-light', 'src/index.ts', 'zod'],
  ['adapters-below-presets', 'src/adapters/onnx/a.ts', '../../presets/index.js'],
  ['models-know-files', 'src/presets/m.ts', '../models/index.js'],
  ['presets-below-cli', 'src/presets/a.ts', '../cli/index.js'],
  ['cli-on-top', 'src/testing/a.ts', '../cli/index.js'],
  ['testing-imports-core', 'src/testing/b.ts', '../format/index.js'],
  ['onnxruntime-in-its-adapter', 'src/presets/b.ts', 'onnxruntime-node'],
  ['sharp-in-its-adapter', 'src/cli/b.ts', 'sharp'],
  ['tfjs-in-its-adapter', 'src/presets/t.ts', '@tensorflow/tfjs-node-gpu'],
  ['natural-where-it-earns-its-place', 'src/presets/c.ts', 'natural/lib/natural/stemmers/porter_stemmer.js'],
  ['natural-by-deep-path', 'src/accuracy/c.ts', 'natural'],
  ['src-stands-alone', 'src/cli/c.ts', '../../scripts/a.js'],
  ['no-development-package', 'src/cli/d.ts', 'fast-check'],
  ['resolvable', 'src/cli/e.ts', './nowhere.js'],
  ['no-cycles', 'src/core/d.ts', './e.js'],
]

/** Files that break none. */
const SOUND: ReadonlyArray<readonly [file: string, specifier: string]> = [
  ['src/core/e.ts', 'node:crypto'],
  ['src/core/f.ts', 'fp-ts/lib/Either.js'],
  ['src/format/ok.ts', '../text/index.js'],
  ['src/image/index.ts', '../adapters/image/ok.js'],
  ['src/grpo/index.ts', '../adapters/tfjs/ok.js'],
  ['src/accuracy/ok.ts', 'natural/lib/natural/stemmers/porter_stemmer.js'],
  ['src/spice/shipped-data.ts', 'node:fs'],
  ['src/spice/or-throw.ts', '../score.js'],
  ['src/grpo/loss/rim/or-throw.ts', '../../../score.js'],
  ['src/adapters/onnx/ok.ts', 'onnxruntime-node'],
  ['src/adapters/image/ok.ts', 'sharp'],
  ['src/adapters/tfjs/ok.ts', '@tensorflow/tfjs-core'],
  ['src/presets/ok.ts', '../format/index.js'],
  ['src/cli/ok.ts', '../presets/index.js'],
  ['src/testing/ok.ts', '../core/f.js'],
]

/** Inside the repository, so that packages resolve as they do for src. */
let folder: string
let violations: ReadonlyArray<{ readonly rule: string; readonly from: string; readonly to: string }>

/** As dependency-cruiser writes it: without `type` and without `node:`. */
const specifierOf = (text: string): string => text.replace(/^type /, '').replace(/^node:/, '')

beforeAll(async () => {
  mkdirSync(path.join(root, 'reports'), { recursive: true })
  folder = mkdtempSync(path.join(root, 'reports/imports-'))
  const write = (file: string, lines: ReadonlyArray<string>): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), [...lines, 'export const here = 1', ''].join('\n'))
  }
  for (const area of [
    'core',
    'text',
    'image',
    'format',
    'accuracy',
    'shaping',
    'adapters/onnx',
    'presets',
    'models',
    'cli',
    'testing',
  ]) {
    write(`src/${area}/index.ts`, [])
  }
  write('scripts/a.ts', [])
  const imports = new Map<string, Array<string>>([['src/core/e.ts', ["import './d.js'"]]])
  for (const [file, specifier] of [...BREACHES.map(([, file, to]) => [file, to] as const), ...SOUND]) {
    const line = specifier.startsWith('type ')
      ? `import type { here } from '${specifier.slice(5)}'\nexport type Here = typeof here`
      : `import '${specifier}'`
    imports.set(file, [...(imports.get(file) ?? []), line])
  }
  for (const [file, lines] of imports) write(file, lines)
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify(createRequire(import.meta.url)(`${root}/package.json`)),
  )

  const { forbidden, options } = createRequire(import.meta.url)(`${root}/.dependency-cruiser.cjs`)
  const { output } = await cruise(['src', 'scripts'], {
    ...(options as ICruiseOptions),
    baseDir: folder,
    exclude: { path: '^dist/' },
    ruleSet: { forbidden },
    validate: true,
  })
  violations = (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('direction of imports', () => {
  it.each(BREACHES)('%s forbids %s → %s', (rule, from, specifier) => {
    const stem = path.basename(specifierOf(specifier)).replace(/\.js$/, '')
    const found = violations.filter((one) => one.rule === rule && one.from === from)
    expect(found.map(({ to }) => to)).toContainEqual(expect.stringContaining(stem))
  })

  it.each(SOUND)('nothing forbids %s → %s', (from, specifier) => {
    const stem = path.basename(specifierOf(specifier)).replace(/\.js$/, '')
    expect(violations.filter((one) => one.from === from && one.to.includes(stem))).toEqual([])
  })

  it('has a breach here for every rule', () => {
    const { forbidden } = createRequire(import.meta.url)(`${root}/.dependency-cruiser.cjs`)
    expect([...new Set(BREACHES.map(([rule]) => rule))].sort()).toEqual(forbidden.map((rule: any) => rule.name).sort())
  })
})
