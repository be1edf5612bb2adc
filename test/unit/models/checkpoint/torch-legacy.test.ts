import { describe, expect, test } from 'vitest'
import {
  bytes,
  call,
  dict,
  FALSE,
  global,
  int,
  list,
  NONE,
  ORDERED_DICT,
  type Piece,
  pickle,
  text,
  tuple,
} from './pickle-writer.js'
import { readBytes, refusal, valuesOf } from './read.js'
import { floats, legacyOf, MAGIC, stateDict, systemPiece, tensorPiece, torchLegacy } from './torch-files.js'

const storage = floats('94725846487888', [1, 2, 3, 4, 5, 6])
const other = floats('7', [9])
const w = { name: 'w', storage }
const good = legacyOf([w])
const object = pickle(stateDict([w], true))

test('storages lie in the order of the keys, each after its count', () => {
  const file = legacyOf([w, { name: 'o', storage: other }])
  expect([...valuesOf(file, 'w').data]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...valuesOf(file, 'o').data]).toEqual([9])
  expect(readBytes(file)).toMatchObject({ format: 'torch-legacy', size: file.length })
})

test('an object of several windows is read', () => {
  const long = dict(
    [text('w'), tensorPiece(w, true)],
    [text('x'), list(...Array.from({ length: 300 }, () => text('x'.repeat(10_000))))],
  )
  expect([...valuesOf(torchLegacy(pickle(long), [storage]), 'w').data]).toEqual([1, 2, 3, 4, 5, 6])
})

/** A tensor on elements 2 to 5 of the storage. */
const onView = (view: Piece, start = 0): Buffer => {
  const id = tuple(text('storage'), global('torch', 'FloatStorage'), text(storage.key), text('cpu'), int(6), view)
  const args = [[id, 'Q'], int(start), tuple(int(2)), tuple(int(1)), FALSE, ORDERED_DICT]
  return torchLegacy(pickle(call(global('torch._utils', '_rebuild_tensor_v2'), ...args)), [storage])
}

test('a storage that is a view of another begins where the view does', () => {
  expect([...valuesOf(onView(tuple(text('v'), int(2), int(3))), '').data]).toEqual([3, 4])
  expect([...valuesOf(onView(NONE, 4), '').data]).toEqual([5, 6])
})

describe('a file cut off anywhere is refused', () => {
  test.each([...Array(good.length).keys()])('after %i bytes', (length) => {
    expect(refusal(good.subarray(0, length))._tag).toBe('BadFile')
  })
})

describe('a legacy file that lies is refused, and the error says about what', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['another magic number', bytes(pickle(int(MAGIC + 1n)), pickle(int(1001))), /magic number/],
    ['a pickle without a magic number', pickle(dict()), /magic number/],
    ['another protocol', bytes(pickle(int(MAGIC)), pickle(int(1002))), /1001/],
    ['another protocol in the facts', torchLegacy(object, [storage], { system: systemPiece(1002) }), /1001/],
    ['big-endian values', torchLegacy(object, [storage], { system: systemPiece(1001, FALSE) }), /little-endian/],
    ['no facts', torchLegacy(object, [storage], { system: NONE }), /facts/],
    ['keys that are no list', torchLegacy(object, [storage], { keys: dict() }), /list of storage keys/],
    ['a key that nothing names', torchLegacy(object, [storage, other]), /"7"/],
    ['a key twice', torchLegacy(object, [storage], { keys: list(text(storage.key), text(storage.key)) }), /twice/],
    ['a key that is a number', torchLegacy(object, [storage], { keys: list(int(7)) }), /got 7/],
    ['no key', torchLegacy(object, [storage], { keys: list() }), /none of that key/],
    ['a count of -1', torchLegacy(object, [{ ...storage, count: -1 }]), /-1/],
    ['a count of 2^60', torchLegacy(object, [{ ...storage, count: 2 ** 60 }]), /1152921504606846976/],
    ['bytes after the last storage', bytes(good, 'x'), /nothing after the last storage/],
    ['a view past its storage', onView(tuple(text('v'), int(4), int(100))), /view/],
    ['a tensor past its view', onView(tuple(text('v'), int(2), int(3)), 2), /elements 2 to 4/],
    ['a view of four words', onView(tuple(text('v'), int(2), int(3), int(1))), /view of a storage/],
    [
      'two types of one storage',
      torchLegacy(
        pickle(
          list(tensorPiece(w, true), tensorPiece({ name: 'x', storage: { ...storage, type: 'IntStorage' } }, true)),
        ),
        [storage],
      ),
      /two/,
    ],
  ])('%s', (_, file, says) => {
    const { expected, received } = refusal(file)
    expect(`expected ${expected}, got ${received}`).toMatch(says)
  })
})
