import { describe, expect, inject, it } from 'vitest'
import { SPICE_READS, SPICE_WITHOUT_DATA } from './programs.js'
import { answer, program } from './run.js'

describe.each([
  ['default', inject('full')],
  ['--omit=optional', inject('lean')],
] as const)('%s install', (_, folder) => {
  it('reads the data of SPICE at the first call: not on import, and not again', () => {
    expect(answer(program(folder, 'mjs', SPICE_READS))).toEqual({
      f: 1,
      onImport: [],
      first: ['parser.bin', 'wordnet.bin'],
      second: [],
    })
  })

  it('says which file is missing, and goes on once it is there', () => {
    const error = { _tag: 'BadFile', file: 'parser.bin' }
    expect(answer(program(folder, 'mjs', SPICE_WITHOUT_DATA))).toMatchObject({ thrown: error, left: error, f: 1 })
  })
})
