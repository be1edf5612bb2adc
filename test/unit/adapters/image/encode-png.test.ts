import { expect, test } from 'vitest'
import { encodePng, encodePngRgba } from '../../../../src/adapters/image/encode-png.js'
import { formulaImage } from '../../../../src/formula/image.js'
import { read } from './support.js'

test('a PNG gives back the pixels it was made from', async () => {
  const image = formulaImage('noise', 31, 17)
  const png = await encodePng(image)()
  expect(png._tag === 'Right' ? await read(png.right) : png).toEqual(image)
})

test('a PNG with alpha gives back its pixels laid over a colour', async () => {
  const png = await encodePngRgba(new Uint8Array([200, 100, 0, 255, 9, 9, 9, 0]), 2, 1)()
  expect(png._tag === 'Right' ? await read(png.right, { alpha: { over: [1, 2, 3] } }) : png).toMatchObject({
    width: 2,
    height: 1,
    data: new Uint8Array([200, 100, 0, 1, 2, 3]),
  })
})

test('pixels that do not fit their size are told', async () => {
  const answer = await encodePng({ range: 'uint8', width: 5, height: 5, data: new Uint8Array(3) })()
  expect(answer).toMatchObject({ left: { _tag: 'Unexpected' } })
})
