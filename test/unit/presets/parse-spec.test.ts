import { describe, expect, it } from 'vitest'
import { canonicalSpec, parseSpec } from '../../../src/presets/index.js'
import { left, right } from './right.js'

describe('parseSpec', () => {
  it('reads JSON and YAML, with a byte order mark too', () => {
    expect(right(parseSpec('\uFEFF{"sum": ["mcq"]}', 'json'))).toEqual({ sum: ['mcq'] })
    expect(right(parseSpec('\uFEFFsum: [mcq]\n', 'yaml'))).toEqual({ sum: ['mcq'] })
    expect(right(parseSpec('gate:\n  - format\n  - mcq:\n      variant: released\notherwise: -1.5\n', 'yaml'))).toEqual(
      {
        gate: ['format', { mcq: { variant: 'released' } }],
        otherwise: -1.5,
      },
    )
  })

  it('a part used twice may be an anchor', () => {
    expect(right(parseSpec('sum: [&m {mcq: {}}, *m]', 'yaml'))).toEqual({ sum: [{ mcq: {} }, { mcq: {} }] })
  })

  it.each([
    ['', 'json'],
    ['{"sum": [}', 'json'],
    ['{"sum": []} x', 'json'],
  ] as const)('%j is no %s', (text, syntax) => {
    expect(left(parseSpec(text, syntax))).toMatchObject({ _tag: 'InvalidSpec', expected: 'a spec in JSON' })
  })

  it.each([
    ['a: [1', 'line 1, column 6'],
    ['sum: []\nsum: []', 'line 2, column 1'],
    ['a\n---\nb', 'line 2, column 1'],
    ['x: !!js/function f', 'line 1, column 4'],
  ])('YAML %j is wrong at %s', (text, path) => {
    expect(left(parseSpec(text, 'yaml'))).toMatchObject({ _tag: 'InvalidSpec', path })
  })

  it('an alias bomb is refused', () => {
    const names = 'abcdefghij'
    const lines = [...names].map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? 'x' : `*${names[i - 1]}`)
          .join(', ')}]`,
    )
    expect(left(parseSpec(lines.join('\n'), 'yaml'))).toMatchObject({ received: expect.stringMatching(/alias/) })
  })

  it.each([
    ['brackets', '['.repeat(60_000)],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', '- '.repeat(30_000)],
    ['question marks', '? '.repeat(30_000)],
    ['more than 65,536 characters', ' '.repeat(65_537)],
  ])('%s without end are an error, not a crash', (_, text) => {
    expect(left(parseSpec(text, 'yaml'))._tag).toBe('InvalidSpec')
    expect(left(parseSpec(text, 'json'))._tag).toBe('InvalidSpec')
  })

  it('what YAML can say and JSON cannot does not get past fromSpec', () => {
    for (const text of [
      '!!binary aGk=',
      'mcq: !!set {variant}',
      '.nan',
      'constant: .inf',
      '__proto__: {mcq: {}}',
      '&a [*a]',
    ]) {
      const parsed = parseSpec(text, 'yaml')
      expect(parsed._tag === 'Left' ? parsed.left : left(canonicalSpec(parsed.right))).toMatchObject({
        _tag: 'InvalidSpec',
      })
    }
  })
})
