import { describe, expect, test } from 'vitest'
import { readBytes, refusal, valuesOf } from './read.js'
import { safetensorsOf } from './torch-files.js'

const f32 = (from: number, to: number, ...shape: ReadonlyArray<number>): object => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
})
const values = Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)

describe('sound files', () => {
  test('tensors lie where the header says, in the order of their values', () => {
    const file = safetensorsOf(
      { __metadata__: { format: 'pt' }, b: f32(8, 24, 2, 2), a: f32(0, 8, 2), '0': f32(24, 24, 0, 5) },
      values,
    )
    expect(readBytes(file).format).toBe('safetensors')
    expect([...readBytes(file).tensors.keys()]).toEqual(['a', 'b', '0'])
    expect(readBytes(file).tensors.get('b')).toMatchObject({
      shape: [2, 2],
      strides: [2, 1],
      inPlace: true,
      length: 16,
    })
    expect([...valuesOf(file, 'b').data]).toEqual([3, 4, 5, 6])
    expect([...valuesOf(file, '0').data]).toEqual([])
  })

  test.each([128, 640, 1_152])('a header of %i bytes, which begins like a pickle', (length) => {
    const header = JSON.stringify({ a: f32(0, 24, 6) }).padEnd(length)
    expect([...valuesOf(safetensorsOf(header, values), 'a').data]).toEqual([1, 2, 3, 4, 5, 6])
  })

  test.each([
    ['no tensor', '{}', Buffer.alloc(0), 0],
    ['blanks after the header', `${JSON.stringify({ a: f32(0, 24, 6) })}     `, values, 1],
    ['a scalar', JSON.stringify({ a: f32(0, 4) }), values.subarray(0, 4), 1],
    ['names of prototypes', '{"__proto__":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}', values, 1],
    ['brackets and colons in names', JSON.stringify({ 'a:[{"\\': f32(0, 24, 6) }), values, 1],
  ])('%s', (_, header, data, count) => {
    expect(readBytes(safetensorsOf(header, data)).tensors.size).toBe(count)
  })

  test.each<[string, string, unknown]>([
    ['F64', '000000000000f83f', 1.5],
    ['F16', '0042', 3],
    ['BF16', '4040', 3],
    ['I64', 'ffffffffffffffff', -1n],
    ['I32', 'feffffff', -2],
    ['I16', 'fdff', -3],
    ['I8', 'fc', -4],
    ['U8', 'fc', 252],
    ['BOOL', '01', 1],
  ])('%s', (dtype, hex, value) => {
    const data = Buffer.from(hex, 'hex')
    const file = safetensorsOf({ v: { dtype, shape: [1], data_offsets: [0, data.length] } }, data)
    expect([...valuesOf(file, 'v').data]).toEqual([value])
  })
})

const entry = (fields: object): object => ({ a: { dtype: 'F32', shape: [6], data_offsets: [0, 24], ...fields } })

describe('a header that breaks a rule is refused, and the error says which', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'a name twice',
      '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"a":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}',
      /"a" twice/,
    ],
    [
      'a name twice in two spellings',
      '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"\\u0061":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}',
      /twice/,
    ],
    ['a field twice', '{"a":{"dtype":"F32","dtype":"F32","shape":[6],"data_offsets":[0,24]}}', /"dtype" twice/],
    ['an overlap', { a: f32(0, 16, 4), b: f32(8, 24, 4) }, /overlap/],
    ['a hole', { a: f32(0, 8, 2), b: f32(12, 24, 3) }, /hole/],
    ['a hole at the beginning', { a: f32(4, 24, 5) }, /hole/],
    ['values that nothing names', { a: f32(0, 20, 5) }, /nothing after/],
    ['values past the end', { a: f32(0, 28, 7) }, /cut off/],
    ['bytes that are not those of the shape', entry({ shape: [5] }), /20 bytes/],
    ['offsets the wrong way round', entry({ data_offsets: [24, 0] }), /24 bytes/],
    ['a negative offset', entry({ data_offsets: [-4, 20] }), /whole numbers/],
    ['a fraction', entry({ shape: [1.5] }), /whole numbers/],
    ['an exponent', '{"a":{"dtype":"F32","shape":[6e0],"data_offsets":[0,24]}}', /whole numbers/],
    ['an offset of 2^53', entry({ data_offsets: [0, 2 ** 53] }), /two data_offsets/],
    ['a shape that overflows', entry({ shape: [2 ** 52, 2 ** 52] }), /bytes for/],
    ['three offsets', entry({ data_offsets: [0, 8, 24] }), /two data_offsets/],
    ['a shape that is a number', entry({ shape: 6 }), /shape/],
    ['a shape of 65 axes', entry({ shape: new Array<number>(65).fill(1) }), /shape/],
    ['a float of eight bits', entry({ dtype: 'F8_E4M3' }), /the dtype F8_E4M3/],
    ['an unsigned long', entry({ dtype: 'U64' }), /the dtype U64/],
    ['a dtype in small letters', entry({ dtype: 'f32' }), /the dtype f32/],
    ['a dtype that is a number', entry({ dtype: 4 }), /no dtype/],
    ['no dtype', { a: { shape: [6], data_offsets: [0, 24] } }, /other fields/],
    ['a field too many', entry({ strides: [1] }), /other fields/],
    ['an entry that is a list', { a: [] }, /other fields/],
    ['an entry that is a text', { a: 'F32' }, /other fields/],
    ['metadata of numbers', { __metadata__: { a: 1 } }, /texts/],
    ['metadata that is a text', { __metadata__: 'pt' }, /texts/],
    ['metadata of lists', { __metadata__: { a: ['b'] } }, /texts/],
    ['metadata that is nothing', { __metadata__: null }, /names and whole numbers/],
    ['a list in place of an object', '[{"a":1}]', /neither/],
    ['JSON that does not end', '{"a":{"dtype":"F32"', /JSON/],
    ['a text that does not end', '{"a', /JSON/],
    ['a comma too many', '{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24],}}', /JSON/],
    ['four levels', { a: { dtype: [[1]] } }, /levels/],
    ['a million levels', `{${'['.repeat(1_000_000)}`, /levels/],
    ['a blank before it', ` ${JSON.stringify(entry({}))}`, /neither|\{/],
    ['a byte order mark before it', `\ufeff${JSON.stringify(entry({}))}`, /neither|\{/],
  ])('%s', (_, header, says) => {
    const { expected, received } = refusal(safetensorsOf(header, values))
    expect(`expected ${expected}, got ${received}`).toMatch(says)
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['a header past the end', safetensorsOf(entry({}), values, 10_000), /before byte 10008/],
    ['a header above 100 MB', safetensorsOf(entry({}), values, 100_000_001), /at most 100000000/],
    ['a header of 2^63 bytes', safetensorsOf(entry({}), values, -1), /at most 100000000/],
    ['a header that is not UTF-8', safetensorsOf('{"\xff"}').fill(0xff, 10, 11), /UTF-8/],
  ])('%s', (_, file, says) => {
    const { expected, received } = refusal(file)
    expect(`expected ${expected}, got ${received}`).toMatch(says)
  })

  const good = safetensorsOf({ a: f32(0, 24, 6) }, values)
  test.each([...Array(good.length).keys()])('cut off after %i bytes', (length) => {
    expect(refusal(good.subarray(0, length))._tag).toBe('BadFile')
  })
})
