import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { distort, formulaImage } from '../../../../src/formula/image.js'
import { releaseLpips } from '../../../../src/lpips/index.js'

/** A models folder of this test file. */
export const home = mkdtempSync(path.join(tmpdir(), 'corl-load-'))
export const env = { CORL_HOME: home }
/** The smallest network, on made-up weights. */
export const formula = { net: 'squeeze', weights: 'formula', env } as const
afterAll(async () => {
  await releaseLpips()
  rmSync(home, { recursive: true, force: true })
})

export const a = formulaImage('discs', 40, 40)
export const b = distort(a, 'blur')
