import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { type Report, reportSchema } from '../../src/cli/bench/report.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(root, 'dist/cli/corl-bench.js')
const fixture = (name: string): string => join(root, 'test/unit/bench/fixtures', name)
const folder = mkdtempSync(join(tmpdir(), 'corl-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** From the sources: the build may be older than they are. */
const bench = (...argv: ReadonlyArray<string>): Ended =>
  spawnSync(process.execPath, ['--import', 'tsx', join(root, 'src/cli/corl-bench.ts'), ...argv], {
    cwd: root,
    encoding: 'utf8',
  })

const reportOf = ({ stdout }: Ended): Report => reportSchema.parse(JSON.parse(stdout))

describe('corl-bench', { timeout: 60_000 }, () => {
  test('the built command: --quick --filter format --json', () => {
    const ended = spawnSync(process.execPath, [built, '--quick', '--filter', 'format', '--json'], { encoding: 'utf8' })
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const report = reportOf(ended)
    expect(report.mode).toBe('quick')
    expect(report.rewards.map(({ id }) => id)).toEqual(['format', 'format-tags', 'think-format'])
    for (const reward of report.rewards) {
      expect(reward.agreement?.agreed).toBe(reward.agreement?.cases)
      expect(reward.agreement?.cases).toBeGreaterThan(50)
      expect(reward.outcomes).toEqual({ scored: 1024, skipped: 0, failed: 0 })
      const { p50, p95, p99 } = reward.latencyUs
      expect([p50, p95, p99]).toEqual([p50, p95, p99].sort((a, b) => Number(a) - Number(b)))
      expect(reward.throughput.samplesPerSecond).toBe(
        Math.max(...reward.scaling.map((point) => point.samplesPerSecond)),
      )
      expect(reward.original?.ratio).toBeCloseTo(
        reward.throughput.samplesPerSecond / (reward.original?.samplesPerSecond ?? NaN),
        6,
      )
    }
  })

  test('tables on stdout, JSON into the file, a comparison with it; nothing on stderr that is no terminal', () => {
    const file = join(folder, 'base.json')
    const first = bench('--quick', '--filter', 'overlong', '--json', file)
    expect(first).toMatchObject({ status: 0, stderr: '' })
    expect(first.stdout).toContain('overlong')
    const base = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

    const second = bench('--quick', '--filter', 'overlong', '--compare', file, '--threshold', '1000000')
    expect(second).toMatchObject({ status: 0, stderr: '' })
    expect(second.stdout).toContain('Within 1000000 % of the base.')

    const [reward] = base.rewards
    if (reward === undefined) return expect.unreachable()
    const scaling = reward.scaling.map((point) => ({ ...point, samplesPerSecond: 1e15 }))
    writeFileSync(file, JSON.stringify({ ...base, rewards: [{ ...reward, scaling }] }))
    const third = bench('--quick', '--filter', 'overlong', '--compare', file, '--json')
    expect(third.status).toBe(1)
    expect(third.stderr).toContain('overlong: throughput fell by 100.0 %')
    expect(reportOf(third).rewards).toHaveLength(1)
  })

  test('a name without --filter: text-image matching by both engines, each agreeing with its golden data', () => {
    const ended = bench('--quick', 'text-image', '--json')
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const { rewards, grpo, images } = reportOf(ended)
    expect([grpo, images]).toEqual([undefined, undefined])
    expect(rewards.map(({ id }) => id)).toEqual(['text-image-matching', 'text-image-matching/fast'])
    for (const { agreement, outcomes } of rewards) {
      expect(agreement).toMatchObject({ agreed: 31, cases: 31 })
      expect(outcomes).toEqual({ scored: 16, skipped: 0, failed: 0 })
    }
  })

  test('the GRPO core on one backend: figures, golden losses, no tensor left behind', () => {
    const ended = bench('--quick', 'grpo/wasm', '--json')
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    const { rewards, grpo, leftOut } = reportOf(ended)
    expect([rewards, leftOut]).toEqual([[], undefined])
    expect(grpo?.backends).toMatchObject([{ backend: 'wasm', leakedTensors: 0 }])
    const [wasm] = grpo?.backends ?? []
    expect(wasm?.golden.agreed).toBe(wasm?.golden.cases)
    expect(wasm?.golden.cases).toBeGreaterThan(30)
    expect(wasm?.losses).toHaveLength(8)
    expect(wasm?.logits[0]?.shareOfMemory).toBeGreaterThan(0)
  })

  test('a module of the user: its own rewards alone, with the contract', () => {
    const ended = bench('--quick', '--json', fixture('reward.mjs'))
    expect(ended).toMatchObject({ status: 0, stderr: '' })
    expect(reportOf(ended)).toMatchObject({
      rewards: [{ id: 'reward.mjs', kind: 'module', contract: { violations: [] }, agreement: null }],
      unavailable: [],
    })
  })

  test('a broken contract is exit code 1, and told', () => {
    const ended = bench('--quick', fixture('wild.mjs'))
    expect(ended.status).toBe(1)
    expect(ended.stdout).toMatch(/wild\.mjs: breaks the law 'range'/)
  })

  test('modules that fail are exit code 2 in words, and the others are measured all the same', () => {
    const syntax = join(folder, 'syntax.mjs')
    writeFileSync(syntax, 'export default (sample => ')
    const bad = [...['throws.mjs', 'nothing.mjs', 'exits.mjs', 'absent.mjs'].map(fixture), syntax]
    const ended = bench('--quick', '--json', ...bad, fixture('function.mjs'))
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain('throws.mjs: cannot be imported: no such weights')
    expect(ended.stderr).toContain('nothing.mjs: expected a Reward, or a function (sample) => number')
    expect(ended.stderr).toContain('exits.mjs: the process ended (exit code 3)')
    expect(ended.stderr).toContain('syntax.mjs: cannot be imported: ')
    expect(ended.stderr).toContain('absent.mjs: there is no such file')
    expect(ended.stderr).not.toMatch(/^ +at /m)
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(bad.length)
    expect(reportOf(ended).rewards.map(({ id }) => id)).toEqual(['function.mjs'])
  })

  test('--help and --version answer on stdout', () => {
    expect(bench('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--compare') })
    expect(bench('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
