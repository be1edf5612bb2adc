import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Image } from '../../../src/image/image.js'
import { type Fetch, imageShelf } from '../../../src/ssim/image-shelf.js'

/** Images of 2^24 pixels, by claim: four of them are all that is held. */
const claimed = { range: 'uint8', width: 4096, height: 4096, data: new Uint8Array(0) } as Image<'uint8'>

const shelfOf = (inputs: ReadonlyArray<unknown>) => {
  const fetched: Array<unknown> = []
  const fetch: Fetch = async (input) => {
    fetched.push(input)
    return input === 'broken' ? E.left({ _tag: 'Aborted', reason: 'for a test' }) : E.right(claimed)
  }
  return { ...imageShelf('ssim', inputs, fetch), fetched }
}

test('an image is fetched once for all its uses, and let go after the last', async () => {
  const { get, release, fetched } = shelfOf(['a', 'a'])
  expect(await get('a', 'image')).toBe(await get('a', 'reference'))
  release('a')
  await get('a', 'image')
  expect(fetched).toEqual(['a'])
  release('a')
  await get('a', 'image')
  expect(fetched).toEqual(['a', 'a'])
})

test('one that failed is not fetched again either', async () => {
  const { get, release, fetched } = shelfOf(['broken', 'broken'])
  const first = await get('broken', 'image')
  release('broken')
  expect(await get('broken', 'image')).toBe(first)
  expect(fetched).toEqual(['broken'])
})

test('beyond 2^26 pixels those asked for longest ago are let go, and fetched again when they are due', async () => {
  const { get, release, fetched } = shelfOf(['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e'])
  for (const input of ['a', 'b', 'c', 'd', 'e', 'a']) await get(input, 'image')
  release('e')
  expect(fetched).toEqual(['a', 'b', 'c', 'd', 'e'])
  for (const input of ['a', 'c', 'd', 'e']) await get(input, 'image')
  expect(fetched).toHaveLength(5)
  await get('b', 'image')
  expect(fetched).toEqual(['a', 'b', 'c', 'd', 'e', 'b'])
})
