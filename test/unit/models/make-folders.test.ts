import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeFolders } from '../../../src/models/make-folders.js'

const root = mkdtempSync(path.join(tmpdir(), 'corl-folders-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('making folders', () => {
  it('makes all that are missing, also twice at once', async () => {
    const deep = path.join(root, 'a', 'b', 'c')
    await Promise.all([makeFolders(deep), makeFolders(deep)])
    await makeFolders(deep)
    expect(statSync(deep).isDirectory()).toBe(true)
  })

  it('takes a link to a folder for a folder', async () => {
    symlinkSync(root, path.join(root, 'link'))
    await makeFolders(path.join(root, 'link', 'inside'))
    expect(statSync(path.join(root, 'inside')).isDirectory()).toBe(true)
  })

  it('names the file that lies in the way', async () => {
    const file = path.join(root, 'file')
    writeFileSync(file, '')
    await expect(makeFolders(path.join(file, 'x', 'y'))).rejects.toMatchObject({
      code: 'ENOTDIR',
      message: `ENOTDIR: not a folder, '${file}'`,
    })
  })

  it('ends at a link to nothing', async () => {
    symlinkSync(path.join(root, 'nowhere'), path.join(root, 'dangling'))
    await expect(makeFolders(path.join(root, 'dangling', 'x'))).rejects.toMatchObject({ code: 'EEXIST' })
  })

  it.runIf(process.platform === 'linux')('ends where no folder can be made though its parent is there', async () => {
    await expect(makeFolders('/proc/nope/models')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
