import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { inChild } from '../../../src/cli/bench/child.js'

const folder = mkdtempSync(join(tmpdir(), 'child-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Asks a worker whose code is given. */
const ask = async (code: string, timeoutMs = 30_000) => {
  const worker = join(folder, 'worker.mjs')
  writeFileSync(worker, code)
  const seen: Array<string> = []
  const note = (text: string): void => void seen.push(text)
  const reply = await inChild(
    { task: 'inspect', url: 'file:///reward.mjs' },
    { worker, timeoutMs, onPhase: note, onOutput: note },
  )
  return { reply, seen }
}

describe('inChild', { timeout: 60_000 }, () => {
  test('hands the task over, passes phases on, answers with the answer and ends the process', async () => {
    const { reply, seen } = await ask(`process.on('message', ({ task, url }) => {
      process.send({ _tag: 'Phase', phase: 'looking' })
      process.send({ _tag: 'Answer', answer: [task, url] })
      setInterval(() => {}, 1000)
    })`)
    expect(reply).toEqual({ _tag: 'Answer', answer: ['inspect', 'file:///reward.mjs'] })
    expect(seen).toEqual(['looking'])
  })

  test('what the process prints never reaches stdout', async () => {
    const { seen } = await ask(`process.on('message', () => {
      console.log('noise')
      setTimeout(() => process.send({ _tag: 'Answer', answer: [] }), 200)
    })`)
    expect(seen).toEqual(['noise\n'])
  })

  test.each([
    ["process.on('message', () => process.exit(3))", 'the process ended (exit code 3)'],
    ["process.on('message', () => process.kill(process.pid, 'SIGKILL'))", 'the process ended (SIGKILL)'],
    ["process.on('message', () => process.send({ _tag: 'Refused', message: 'no' }))", 'no'],
  ])('%s: refused', async (code, message) => {
    expect((await ask(code)).reply).toEqual({ _tag: 'Refused', message })
  })

  test('a process that hangs is ended, and what it was at is told', async () => {
    const { reply } = await ask(
      "process.on('message', () => { process.send({ _tag: 'Phase', phase: 'memory' }); setInterval(() => {}, 1000) })",
      5000,
    )
    expect(reply).toEqual({ _tag: 'Refused', message: 'no answer within 5 s (at: memory)' })
  })
})
