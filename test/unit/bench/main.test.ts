import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { benchMain } from '../../../src/cli/bench/main.js'
import { progressOn } from '../../../src/cli/bench/progress.js'
import { reportSchema } from '../../../src/cli/bench/report.js'
import { builtins } from '../../../src/cli/bench/targets.js'
import { registry } from '../../../src/presets/index.js'

// No model of the user's is found.
beforeAll(() => {
  for (const name of ['HOME', 'CORL_HOME', 'TORCH_HOME', 'HF_HOME', 'XDG_CACHE_HOME']) vi.stubEnv(name, '/nowhere')
})
afterAll(() => {
  vi.unstubAllEnvs()
})

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs the command in this process, with nothing that could start another. */
const main = async (...argv: ReadonlyArray<string>) => {
  let [stdout, stderr] = ['', '']
  const status = await benchMain(argv, {
    stdout: (text) => (stdout += text),
    stderr: { write: (text) => (stderr += text) },
    now: () => new Date(Date.UTC(2026, 0, 2)),
    cwd: root,
    version: '1.2.3',
    worker: 'no worker is needed',
    goldenFolder: `${root}bench/golden`,
  })
  return { status, stdout, stderr }
}

describe('benchMain', () => {
  test.each([
    [['--fast'], '--fast'],
    [['--filter', 'no-such-reward'], '`--filter`'],
    [['--compare', 'package.json'], 'something else'],
    [['--compare', 'absent.json'], 'cannot be read'],
    [['--threshold', 'much'], '--threshold'],
  ])('%j is wrong usage: exit code 2, one line, nothing measured', async (argv, told) => {
    const ended = await main(...argv)
    expect(ended).toMatchObject({ status: 2, stdout: '' })
    expect(ended.stderr).toContain(told)
    expect(ended.stderr).toMatch(/^corl-bench: [^\n]+\n$/)
  })

  test('what cannot run here is listed, and no failure', async () => {
    const ended = await main('--filter', 'math')
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    expect(ended.stdout).toMatch(/Cannot run here:\n {2}math: /)
  })

  test('the date comes from the clock given, and the JSON follows its schema', async () => {
    const { stdout } = await main('--filter', 'math', '--json', '--quick')
    expect(reportSchema.parse(JSON.parse(stdout))).toMatchObject({
      date: '2026-01-02T00:00:00.000Z',
      mode: 'quick',
      packageVersion: '1.2.3',
      unavailable: [{ id: 'math', command: null }],
    })
  })

  test('a file that cannot be written is told', async () => {
    const { status, stderr } = await main('--filter', 'math', '--json', 'no/such/folder/out.json')
    expect(status).toBe(2)
    expect(stderr).toContain('got no/such/folder/out.json')
  })

  test('a module that is not there is exit code 2; the rewards of the package are not measured beside modules', async () => {
    const { status, stdout, stderr } = await main('--json', 'absent.mjs')
    expect(status).toBe(2)
    expect(stderr).toBe('corl-bench: absent.mjs: there is no such file\n')
    expect(JSON.parse(stdout)).toMatchObject({ rewards: [], unavailable: [], failed: [{ id: 'absent.mjs' }] })
  })
})

describe('builtins', () => {
  test('every id of the registry either runs here or is listed with a reason', async () => {
    const { targets, unavailable } = await builtins(undefined)
    const ids = [...targets, ...unavailable].map(({ id }) => id)
    expect(ids.sort()).toEqual([...registry.keys(), 'text-image-matching/fast'].sort())
    for (const { reason } of unavailable) expect(reason).not.toBe('')
    const available = [...registry.values()].filter(({ status }) => status === 'available')
    const runnable = available.filter(({ needs }) => needs.models.length === 0)
    const measured = new Set(targets.map((target) => (target.kind === 'builtin' ? target.reward : target.id)))
    expect([...measured].sort()).toEqual(runnable.map(({ id }) => id).sort())
  })

  test('text-image matching is measured by each of its engines, each against its own golden variant', async () => {
    expect((await builtins('text-image')).targets).toMatchObject([
      { id: 'text-image-matching', reward: 'text-image-matching', variant: 'float64', spec: 'text-image-matching' },
      {
        id: 'text-image-matching/fast',
        reward: 'text-image-matching',
        variant: 'fast',
        spec: { 'text-image-matching': { engine: 'fast' } },
      },
    ])
  })

  test('a model that is missing is told with the command that gets it', async () => {
    expect(await builtins('lpips')).toEqual({
      targets: [],
      unavailable: [
        {
          id: 'lpips',
          reason: 'the model lpips-vgg is not on this machine',
          command: 'corl models pull lpips-vgg',
        },
      ],
    })
  })
})

describe('progressOn', () => {
  test('one line that is written over, no wider than the terminal', () => {
    const written: Array<string> = []
    const progress = progressOn({ isTTY: true, columns: 10, write: (text) => written.push(text) })
    progress.tell('a text that is too long')
    progress.clear()
    expect(written).toEqual(['\r\u001B[Ka text t…', '\r\u001B[K'])
  })

  test('nothing where stderr is no terminal', () => {
    const written: Array<string> = []
    const progress = progressOn({ write: (text) => written.push(text) })
    progress.tell('a')
    progress.clear()
    expect(written).toEqual([])
  })
})
