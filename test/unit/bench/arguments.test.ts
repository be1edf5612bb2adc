import { describe, expect, test } from 'vitest'
import { parseArguments } from '../../../src/cli/bench/arguments.js'

const parse = (...argv: Array<string>) => parseArguments(argv, '1.2.3')
const options = (...argv: Array<string>) => {
  const parsed = parse(...argv)
  return parsed._tag === 'Run' ? parsed.options : expect.unreachable(JSON.stringify(parsed))
}

describe('parseArguments', () => {
  test('without arguments: the full run of everything, as tables', () => {
    expect(options()).toEqual({ quick: false, json: false, thresholdPercent: 20, modules: [] })
  })

  test('reads every option', () => {
    const argv = [
      '--quick',
      '--filter',
      'mcq',
      '--json',
      'out.json',
      '--compare',
      'base.json',
      '--threshold',
      '7.5',
      'a.js',
      'b.mjs',
    ]
    expect(options(...argv)).toEqual({
      quick: true,
      filter: 'mcq',
      json: 'out.json',
      compare: 'base.json',
      thresholdPercent: 7.5,
      modules: ['a.js', 'b.mjs'],
    })
  })

  test('--json without a file means stdout', () => {
    expect(options('--json', '--quick').json).toBe(true)
    expect(options('a.js', '--json')).toMatchObject({ json: true, modules: ['a.js'] })
  })

  test.each(['my.js', 'my.mjs', 'my.cjs', './my.ts'])('--json never writes over a program: %s is a module', (file) => {
    expect(options('--json', file, 'b.js')).toMatchObject({ json: true, modules: [file, 'b.js'] })
    expect(options(`--json=${file}`)).toMatchObject({ json: true, modules: [file] })
  })

  test.each(['out.json', 'folder/out.json', 'out', '/folder/out'])('--json %s writes that file', (json) => {
    expect(options('--json', json, 'grpo')).toMatchObject({ json, filter: 'grpo', modules: [] })
    expect(options('grpo', '--json', json)).toMatchObject({ json, filter: 'grpo', modules: [] })
  })

  test.each(['./mine', '../mine', '/mine', 'folder\\mine', 'mine.cjs', 'folder/mine.js'])('%s is a module', (path) => {
    expect(options(path)).toMatchObject({ modules: [path] })
    expect(options(path)).not.toHaveProperty('filter')
  })

  test('two names are wrong usage, however they are given', () => {
    const told = 'expected one name to measure, got "mcq" and "grpo"'
    expect(parse('mcq', 'grpo')).toMatchObject({ _tag: 'Usage', message: expect.stringContaining(told) })
    expect(parse('grpo', '--filter', 'mcq')).toMatchObject({ _tag: 'Usage', message: expect.stringContaining(told) })
  })

  test.each(['x', '-1', '', 'NaN', 'Infinity'])('a threshold of %j is wrong usage, told in one line', (threshold) => {
    const parsed = parse(`--threshold=${threshold}`)
    expect(parsed).toMatchObject({ _tag: 'Usage' })
    expect(parsed).toHaveProperty('message', expect.stringMatching(/--threshold <percent>.*at least 0/))
  })

  test('an unknown option is wrong usage', () => {
    expect(parse('--fast')).toMatchObject({ _tag: 'Usage', message: expect.stringContaining('--fast') })
    expect(parse('--filter')).toMatchObject({ _tag: 'Usage', message: expect.stringContaining('--filter') })
  })

  test('help and version are printed, not run', () => {
    expect(parse('--help')).toMatchObject({ _tag: 'Help', text: expect.stringContaining('Exit codes') })
    expect(parse('--version')).toEqual({ _tag: 'Help', text: '1.2.3' })
  })
})
