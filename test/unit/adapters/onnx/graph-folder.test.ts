import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeGraphFolder } from '../../../../src/adapters/onnx/graph-folder.js'

const base = mkdtempSync(path.join(tmpdir(), 'corl-folder-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const checkpoint = path.join(base, 'vgg16.pth')
writeFileSync(checkpoint, 'weights')

it('links the checkpoint, so that it takes no room, and removes only its own', async () => {
  const folder = await makeGraphFolder(checkpoint, [path.join(base, 'graphs')])
  const graph = await folder.write('graph', Buffer.from('onnx'))
  expect(folder).toMatchObject({ location: 'weights.pth', placed: 'linked' })
  const beside = path.join(path.dirname(graph), folder.location)
  expect(statSync(beside).ino).toBe(statSync(checkpoint).ino)
  await folder.remove()
  expect(existsSync(path.dirname(graph))).toBe(false)
  expect(readFileSync(checkpoint, 'utf8')).toBe('weights')
})

it('takes the next place where the first cannot be written to', async () => {
  writeFileSync(path.join(base, 'a-file'), '')
  const folder = await makeGraphFolder(checkpoint, [path.join(base, 'a-file', 'graphs'), path.join(base, 'second')])
  expect(folder.placed).toBe('linked')
  await folder.remove()
})

it('copies where no place can link: on another file system', async () => {
  // /dev/shm is a file system of its own on Linux; elsewhere there may be none to try.
  if (!existsSync('/dev/shm')) return
  const other = mkdtempSync('/dev/shm/corl-folder-')
  const folder = await makeGraphFolder(checkpoint, [other])
  expect(folder.placed).toBe('copied')
  await folder.remove()
  rmSync(other, { recursive: true })
})

it('rejects, leaving nothing, where there is no checkpoint', async () => {
  const parent = path.join(base, 'third')
  mkdirSync(parent)
  await expect(makeGraphFolder(path.join(base, 'none.pth'), [parent])).rejects.toThrow('ENOENT')
  expect(existsSync(parent) ? (await import('node:fs')).readdirSync(parent) : []).toEqual([])
})
