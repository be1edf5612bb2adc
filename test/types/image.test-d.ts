/** What must compile, and with `@ts-expect-error` what must not. Checked by the compiler alone; never run. */
import { describe, expectTypeOf, it } from 'vitest'
import type { Image } from '../../src/image/image.js'
import { floatImage, uint8Image } from '../../src/image/image.js'
import { type ReadImage, resize, toSigned, toUint8, toUnit } from '../../src/image/index.js'
import {
  compareImages,
  type ImagePairSample,
  loadLpips,
  lpips,
  lpipsDistance,
  type LpipsModel,
} from '../../src/lpips/index.js'
import { ssim } from '../../src/ssim/index.js'
import type { Reward } from '../../src/core/index.js'

declare const bytes: Image<'uint8'>
declare const unit: Image<'unit'>
declare const signed: Image<'signed'>
declare const model: LpipsModel
/** Stands for code that reads one range only. */
declare const read: ReadImage
declare const readsSigned: (image: Image<'signed'>) => void

describe('an image knows its range', () => {
  it('one range passed for another does not compile', () => {
    // @ts-expect-error [0, 1] is not [-1, 1]
    readsSigned(unit)
    // @ts-expect-error bytes are not [-1, 1]
    readsSigned(bytes)
    // @ts-expect-error Pillow's resize is of bytes
    resize(unit, { widthPx: 1, heightPx: 1, filter: 'bilinear' })
    // @ts-expect-error a bare array has no range
    void compareImages(model, new Float32Array(3), bytes)
    // @ts-expect-error an image whose range is not said
    void compareImages(model, { width: 1, height: 1, data: new Float32Array(3) }, bytes)
    // @ts-expect-error floats are not called bytes
    const wrong: Image<'uint8'> = { range: 'uint8', width: 1, height: 1, data: new Float32Array(3) }
    // @ts-expect-error the two sides of SSIM have one range
    ssim(bytes, unit)
    readsSigned(signed)
    expectTypeOf(wrong).toBeObject()
  })

  it('a conversion says where it leads', () => {
    expectTypeOf(toSigned(bytes)).toEqualTypeOf<Image<'signed'>>()
    expectTypeOf(toUnit(signed)).toEqualTypeOf<Image<'unit'>>()
    expectTypeOf(toUint8(unit, 'round')).toEqualTypeOf<Image<'uint8'>>()
    readsSigned(toSigned(unit))
  })

  it('constructors take the array of their range', () => {
    // @ts-expect-error bytes are no floats
    floatImage('unit', { data: new Uint8Array(3), width: 1, height: 1 })
    // @ts-expect-error floats are no bytes
    uint8Image({ data: new Float32Array(3), width: 1, height: 1 })
    // @ts-expect-error no such range
    floatImage('percent', { data: new Float32Array(3), width: 1, height: 1 })
  })
})

describe('LPIPS', () => {
  it('is a reward of pairs, and a distance', () => {
    expectTypeOf(lpips).returns.toEqualTypeOf<Reward<ImagePairSample>>()
    expectTypeOf(lpipsDistance).returns.resolves.toBeNumber()
    // @ts-expect-error no such network
    loadLpips({ net: 'resnet' })
    // @ts-expect-error a sample needs both images
    lpips(model, { read }).score([{ image: bytes }])
  })
})
