import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { distort, type FormulaDistortion, formulaImage, type FormulaKind } from '../../../src/formula/image.js'

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

describe('formula images', () => {
  test.each<[FormulaKind, number, number, string]>([
    ['gradient', 500, 333, 'f8baad72ee3d9b3a7ae6e4213921b79993c3c8eef50880a8da78751b9bfc94bc'],
    ['checker', 64, 64, '975eae299b355ad19cd354e729d1b0ecc064cc741f4a8ceab36ae1ddb3aac85b'],
    ['noise', 64, 64, '95b054a3792832cb0c4c5855c915724f78066e20154f64e37bbec93dcd795a48'],
    ['discs', 224, 224, 'dd70ca3c8d0bee6e1914ecac0d7d1c8ddfc2e25dfedffce627a7dc24cd45e283'],
    ['clouds', 500, 333, '8e233453d3dfac48816b0f8c695744416b5e6a62ae2c1878948668e62010869d'],
  ])('%s %i x %i has the digest of WEIGHTS.md', (kind, width, height, digest) => {
    const image = formulaImage(kind, width, height)
    expect(image).toMatchObject({ range: 'uint8', width, height })
    expect(sha256(image.data)).toBe(digest)
  })

  test.each<[FormulaDistortion, string]>([
    ['same', '4006bb6c7c50448c209e102e5f4c31eca381e0c4bdd331cee7937a284e191c25'],
    ['noise', 'd2359cdfbac158bf74b8ac2653e91492fa779845cadc124cceac23a749969804'],
    ['blur', 'fbe1ea26209a80cda0f90286a481df45152a1ec5a919e2b4e1e53ee07283936c'],
    ['shift', '9c9f975b19cd440ca4e1460f36ad726e111d5d74b42ec6667197e33eb0ab5d73'],
    ['cast', '55b07eb2ea1a630fed21791769e4bf33ed60bf8a51f3db1374a45ea9f6aa25c6'],
    ['invert', 'c310481298574a37dbb14fe69a74b3e947601b65f2195a5dacdb2090ac6172ac'],
  ])('clouds, distorted: %s', (distortion, digest) => {
    expect(sha256(distort(formulaImage('clouds', 64, 64), distortion).data)).toBe(digest)
  })

  test('another run is another image', () => {
    expect(formulaImage('checker', 20, 20, 'v2').data).not.toEqual(formulaImage('checker', 20, 20).data)
    expect(formulaImage('gradient', 3, 2, 'v2').data.filter((_, i) => i % 3 === 0)).toEqual(
      new Uint8Array([0, 127, 255, 0, 127, 255]),
    )
  })

  test('the edges of shift wrap around', () => {
    const image = formulaImage('noise', 9, 7)
    const { data } = distort(image, 'shift')
    expect([...data.subarray(0, 3)]).toEqual([...image.data.subarray(3 * (3 * 9 + 5), 3 * (3 * 9 + 5) + 3)])
    expect([...data.subarray(-3)]).toEqual([...image.data.subarray(3 * (2 * 9 + 4), 3 * (2 * 9 + 4) + 3)])
  })
})
