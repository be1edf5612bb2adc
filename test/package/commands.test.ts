import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { node } from './run.js'

const LINE = `${JSON.stringify({ completion: '<think>2 + 2</think><answer>4</answer>', answer: '4' })}\n`

describe.each([
  ['default', inject('full')],
  ['--omit=optional', inject('lean')],
] as const)('%s install', (_, folder) => {
  const bin = (name: string): string => path.join(folder, 'node_modules/.bin', name)

  it.each(['corl', 'corl-bench'])('%s --help says what it can do', (name) => {
    const { status, stdout, stderr } = node(folder, [bin(name), '--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`usage:? .*${name}`, 'i'))
  })

  it('corl starts by its link, as a shell starts it', () => {
    expect(execFileSync(bin('corl'), ['--help'], { cwd: folder, encoding: 'utf8' })).toMatch(/score/)
  })

  it('corl score writes one line for one line', () => {
    const { status, stdout } = node(folder, [bin('corl'), 'score', '--reward', 'format'], LINE)
    expect(status).toBe(0)
    const lines = stdout.split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0]!)).toMatchObject({ value: 1 })
  })

  it('corl score of a reward that does not exist ends with 2 and an empty stdout', () => {
    const { status, stdout, stderr } = node(folder, [bin('corl'), 'score', '--reward', 'formta'], LINE)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/formta/)
  })
})

it('corl score of a reward whose package is missing ends with 3 and says what to install', () => {
  const folder = inject('lean')
  const { status, stdout, stderr } = node(
    folder,
    [path.join(folder, 'node_modules/.bin/corl'), 'score', '--reward', 'lpips'],
    LINE,
  )
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
  expect(stderr).toMatch(/npm install onnxruntime-node/)
})
