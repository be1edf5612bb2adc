import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { expandRepeats } from './expand.js'
import { findGoldens, goldensRoot, goldenSuite, readGoldens } from './support.js'

const root = mkdtempSync(join(tmpdir(), 'goldens-'))
mkdirSync(join(root, 'text', 'more'), { recursive: true })
const write = (path: string, content: unknown): void => writeFileSync(join(root, path), JSON.stringify(content))
write('text/rule.json', {
  cases: [
    {
      id: 'A',
      text: {
        repeat: [
          ['ab', 2],
          ['c', 1],
        ],
      },
    },
  ],
})
write('text/rule_more.json', {
  cases: [
    { id: 'B', text: 'x' },
    { id: 'C', text: 'y' },
  ],
})
write('text/more/rule.json', { cases: [{ id: 'D', text: 'z' }] })
write('text/other.json', { cases: [{ id: 'Z', text: 'never' }] })
write('text/empty.json', { cases: [] })
vi.stubEnv('CORL_GOLDENS', root)
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

describe('expandRepeats', () => {
  test('a run of units becomes the string it stands for, at any depth', () => {
    expect(
      expandRepeats({
        a: [
          {
            repeat: [
              ['ab', 2],
              ['c', 0],
              ['d', 1],
            ],
          },
        ],
        b: null,
      }),
    ).toEqual({ a: ['ababd'], b: null })
  })

  test('no runs give the empty string', () => {
    expect(expandRepeats({ repeat: [] })).toBe('')
  })

  test.each([[{ repeat: 3 }], [{ repeat: [['a']] }], [{ repeat: [['a', 2]], more: 1 }]])(
    'an object that only looks like a run stays: %j',
    (value) => {
      expect(expandRepeats(value)).toEqual(value)
    },
  )
})

describe('finding files', () => {
  test('every file of the format is found, in folders below too, and no other', () => {
    expect(findGoldens(root, 'text', /^rule.*\.json$/).map((path) => relative(root, path))).toEqual([
      join('text', 'more', 'rule.json'),
      join('text', 'rule.json'),
      join('text', 'rule_more.json'),
    ])
  })

  test('a family that is absent has no files', () => {
    expect(findGoldens(root, 'vision', /./)).toEqual([])
  })

  test('a file without cases is an error, not a suite that passes', () => {
    expect(() => readGoldens(join(root, 'text', 'empty.json'))).toThrow('expected cases')
  })
})

describe('the root', () => {
  afterEach(() => void vi.stubEnv('CORL_GOLDENS', root))

  test('CORL_GOLDENS is taken where it is set', () => {
    expect(goldensRoot()).toBe(root)
  })

  test('a CORL_GOLDENS that is not there is an error', () => {
    vi.stubEnv('CORL_GOLDENS', join(root, 'nowhere'))
    expect(() => goldensRoot()).toThrow('CORL_GOLDENS')
  })

  test('without it, a folder that exists', () => {
    vi.stubEnv('CORL_GOLDENS', '')
    expect(goldensRoot()).not.toBe(root)
    expect(findGoldens(goldensRoot(), 'text', /^ulm_format.*\.json$/)).not.toEqual([])
  })
})

const seen: Array<string> = []
goldenSuite<{ id: string; text: string }>({
  title: 'one test a case',
  family: 'text',
  files: /^rule.*\.json$/,
  contradictions: [
    { id: 'B', given: { text: 'x' }, why: 'made up' },
    { id: 'C', given: { text: 'another case of that id' }, why: 'does not apply' },
  ],
  check: ({ id, text }) => {
    seen.push(`${id} ${text}`)
    expect(text).not.toBe('never')
  },
})
goldenSuite({ title: 'a family that is absent', family: 'vision', files: /./, check: () => expect.unreachable() })

test('each case ran once, expanded, but for the one set aside', () => {
  expect(seen).toEqual(['D z', 'A ababc', 'C y'])
})
