import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
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

it('removes what a killed process left, and leaves alone what is young or not its own', async () => {
  const parent = path.join(base, 'left')
  for (const name of ['corl-graph-old', 'corl-graph-young', 'mine'])
    mkdirSync(path.join(parent, name), { recursive: true })
  const hours = new Date(Date.now() - 3_600_000)
  for (const name of ['corl-graph-old', 'mine']) utimesSync(path.join(parent, name), hours, hours)
  await (await makeGraphFolder(checkpoint, [parent])).remove()
  expect(readdirSync(parent).sort()).toEqual(['corl-graph-young', 'mine'])
})

it('copies to the folder for temporary files where no other can be written to, and follows links', async () => {
  const link = path.join(base, 'link.pth')
  symlinkSync('vgg16.pth', link)
  const folder = await makeGraphFolder(link, [path.join(base, 'a-file', 'graphs')])
  const graph = await folder.write('graph', Buffer.from('onnx'))
  expect(folder.placed).toBe('copied')
  expect(readFileSync(path.join(path.dirname(graph), folder.location), 'utf8')).toBe('weights')
  await folder.remove()
})

it('rejects, leaving nothing, where there is no checkpoint', async () => {
  const parent = path.join(base, 'third')
  mkdirSync(parent)
  await expect(makeGraphFolder(path.join(base, 'none.pth'), [parent])).rejects.toThrow('ENOENT')
  expect(readdirSync(parent)).toEqual([])
})

it('brings a further file in under its own name, linked or copied', async () => {
  const further = path.join(base, 'further')
  mkdirSync(further)
  writeFileSync(path.join(further, 'quantised.safetensors'), 'bytes')
  symlinkSync(path.join(further, 'quantised.safetensors'), path.join(base, 'bytes.safetensors'))
  const folder = await makeGraphFolder(checkpoint, [path.join(base, 'with-others')])
  const graph = await folder.write('graph', Buffer.from('onnx'))
  expect(await folder.add(path.join(base, 'bytes.safetensors'))).toBe('bytes.safetensors')
  const beside = path.join(path.dirname(graph), 'bytes.safetensors')
  expect(statSync(beside).ino).toBe(statSync(path.join(further, 'quantised.safetensors')).ino)
  await folder.remove()
  expect(readFileSync(path.join(further, 'quantised.safetensors'), 'utf8')).toBe('bytes')
})

it('copies a further file from another file system', async () => {
  if (!existsSync('/dev/shm')) return
  const other = mkdtempSync('/dev/shm/corl-folder-')
  writeFileSync(path.join(other, 'far.safetensors'), 'far')
  const folder = await makeGraphFolder(checkpoint, [path.join(base, 'near')])
  const graph = await folder.write('graph', Buffer.from('onnx'))
  const name = await folder.add(path.join(other, 'far.safetensors'))
  expect(readFileSync(path.join(path.dirname(graph), name), 'utf8')).toBe('far')
  await folder.remove()
  rmSync(other, { recursive: true })
})
