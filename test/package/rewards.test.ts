import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { LOAD_PLANNED, SCORE_ALL } from './programs.js'
import { answer, program } from './run.js'

const TEXT_REWARDS = [
  'format', 'format-tags', 'think-format', 'mcq', 'open-ended', 'exact', 'containment', 'answer-in-caption',
  'length-cosine', 'repetition', 'overlong',
] // prettier-ignore

const bytes = (entry: string): number => {
  const stats = statSync(entry)
  return stats.isDirectory()
    ? readdirSync(entry).reduce((sum, name) => sum + bytes(path.join(entry, name)), 0)
    : stats.size
}

describe.each([
  ['default', inject('full')],
  ['--omit=optional', inject('lean')],
] as const)('%s install', (_, folder) => {
  it('scores with every text reward', () => {
    const outcomes = answer(program(folder, 'mjs', SCORE_ALL))
    expect(Object.keys(outcomes).sort()).toEqual([...TEXT_REWARDS].sort())
    for (const [id, outcome] of Object.entries<any>(outcomes)) {
      expect([id, outcome._tag, Number.isFinite(outcome.value)]).toEqual([id, 'Scored', true])
    }
  })
})

describe('--omit=optional install', () => {
  it('stays under 20 MB', () => {
    const size = bytes(path.join(inject('lean'), 'node_modules'))
    console.log(`--omit=optional install: ${(size / 1e6).toFixed(1)} MB`)
    expect(size).toBeLessThan(20e6)
  })

  it('answers Left for a reward of a model, with the command that installs what is missing', () => {
    const errors = answer(program(inject('lean'), 'mjs', LOAD_PLANNED))
    expect(errors['lpips']).toMatchObject({ _tag: 'MissingPackage', install: expect.stringMatching(/^npm install /) })
    for (const [id, error] of Object.entries<any>(errors)) {
      expect([id, error._tag]).toEqual([id, expect.stringMatching(/^(MissingPackage|Unavailable)$/)])
    }
  })
})
