import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPatterns, judge } from '../../scripts/check-regex.js'
import { commentOf, isExecuted, missingInFunction } from '../../scripts/doc-rules.js'
import { type PublicApi, publicApi } from '../../scripts/public-api.js'

describe('regular expressions', () => {
  it('are found as literals and as constructors, with their flags', () => {
    const { patterns, built } = findPatterns(
      'a.ts',
      "const a = /x\\/y/gi\nconst b = new RegExp('z+', 'u')\nconst c = RegExp(`w`)\n",
    )
    expect(patterns).toEqual([
      { where: 'a.ts:1', source: 'x\\/y', flags: 'gi' },
      { where: 'a.ts:2', source: 'z+', flags: 'u' },
      { where: 'a.ts:3', source: 'w', flags: '' },
    ])
    expect(built).toEqual([])
  })

  it('built from values cannot be checked, and are reported', () => {
    expect(findPatterns('a.ts', 'const f = (s: string) => new RegExp(s)\n').built).toEqual(['a.ts:1'])
  })

  it('of exponential and of quadratic time are vulnerable', () => {
    expect(judge({ where: 'a.ts:1', source: '^(a|a)*$', flags: '' })).toMatch(/vulnerable, exponential/)
    expect(judge({ where: 'a.ts:1', source: '\\s+$', flags: '' })).toMatch(/vulnerable, 2nd degree polynomial/)
  })

  it('of linear time pass', () => {
    expect(judge({ where: 'a.ts:1', source: '^[a-z]+$', flags: 'i' })).toBeUndefined()
  })
})

const SOURCE = `
/** Any sample. */
export interface Sample { readonly text: string }
/** Options. */
export interface Options {
  /** How many, a positive integer. */
  readonly limit?: number
  readonly silent?: number
}
export const bare = (x: number): number => x
/**
 * Twice a number, as far as numbers go.
 *
 * @param x - Any finite number.
 * @returns The double, in [-∞, ∞].
 * @example
 * \`\`\`ts @import.meta.vitest
 * expect(complete(1)).toBe(2)
 * \`\`\`
 * @category pure
 * @since 0.1.0
 */
export const complete = (x: number): number => 2 * x
/**
 * Twice a number, as far as numbers go. The result is in [0, 1].
 *
 * @param x - The thing.
 * @example
 * \`\`\`ts
 * vague(1)
 * \`\`\`
 * @category pure
 * @since 0.1.0
 */
export const vague = (x: number): number => 2 * x
/**
 * Reads the options, every one of them.
 *
 * @category pure
 * @since 0.1.0
 */
export const optional = (options: Options): string => String(options.limit)
/**
 * Waits for what comes from the outside.
 *
 * @category pure
 * @since 0.1.0
 */
export const later = (): Promise<number> => Promise.resolve(1)
`

describe('doc comments', () => {
  const root = path.join(import.meta.dirname, '../..')
  let folder: string
  let api: PublicApi
  beforeAll(() => {
    mkdirSync(path.join(root, 'reports'), { recursive: true })
    folder = mkdtempSync(path.join(root, 'reports/docs-'))
    const file = path.join(folder, 'index.ts')
    writeFileSync(file, SOURCE)
    api = publicApi(root, new Map([['.', file]]))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const named = (name: string): PublicApi['names'][number] => api.names.find((one) => one.name === name)!
  const missing = (name: string): ReadonlyArray<string> => missingInFunction(api.checker, named(name))

  it('are asked of functions', () => {
    expect(api.names.filter(({ kind }) => kind === 'function').map(({ name }) => name)).toEqual([
      'bare',
      'complete',
      'vague',
      'optional',
      'later',
    ])
  })

  it('must be there', () => {
    expect(missing('bare')).toEqual([
      'a description',
      '@category',
      '@since',
      'the domain and unit of the number `x`',
      'the range of its result',
    ])
  })

  it('are complete with description, tags, domain and range', () => expect(missing('complete')).toEqual([]))

  it('must give the domain of a number', () => {
    expect(missing('vague')).toEqual(['the domain and unit of the number `x`'])
    expect(missing('optional')).toEqual(['the domain of `options.silent`'])
  })

  it('must say how a promise ends', () => {
    expect(missing('later')).toEqual(['what it ends in (Left and Right, Failed, rejections)'])
  })

  it('hold examples that vitest runs', () => {
    const executed = (name: string): ReadonlyArray<boolean> =>
      commentOf(api.checker, named(name)).examples.map(isExecuted)
    expect(executed('complete')).toEqual([true])
    expect(executed('vague')).toEqual([false])
  })
})
