import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { declaredSize } from '../../../../src/adapters/image/declared-size.js'
import { fixture } from './support.js'

test('a PNG and a TIFF say their size', () => {
  const size = { width: 16, height: 12 }
  expect(declaredSize(readFileSync(fixture('rgb.png')), 'png')).toEqual(size)
  expect(declaredSize(readFileSync(fixture('lzw.tif')), 'tiff')).toEqual(size)
})

test('a TIFF of the other byte order does, in 16 and in 32 bits', () => {
  const entry = (tag: number, type: number, value: string): string =>
    `${tag.toString(16).padStart(4, '0')}000${type}00000001${value}`
  const head = '4d4d002a00000008'
  expect(
    declaredSize(Buffer.from(`${head}0002${entry(256, 3, '00100000')}${entry(257, 4, '7fffffff')}`, 'hex'), 'tiff'),
  ).toEqual({
    width: 16,
    height: 2 ** 31 - 1,
  })
})

test.each(['49492a00', '4949 2b00 0800 0000', '49492a00ffffffff', '4d4d002a0000000800'])(
  'a TIFF of %s says nothing',
  (hex) => expect(declaredSize(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 'tiff')).toBeUndefined(),
)

test('a directory that is cut short is read as far as it goes', () => {
  expect(declaredSize(Buffer.from('49492a0008000000ffff0001', 'hex'), 'tiff')).toEqual({ width: 0, height: 0 })
})

test('other formats are left to the decoder', () => {
  expect(declaredSize(readFileSync(fixture('grey.jpg')), 'jpeg')).toBeUndefined()
  expect(declaredSize(new Uint8Array(20), 'png')).toBeUndefined()
})
