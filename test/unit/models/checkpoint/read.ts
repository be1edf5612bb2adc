import type { Checkpoint, TensorValues } from '../../../../src/models/checkpoint/checkpoint.js'
import type { RewardErrorOf } from '../../../../src/core/error.js'
import { memorySource } from '../../../../src/models/checkpoint/byte-source.js'
import { decodeTensor } from '../../../../src/models/checkpoint/decode-tensor.js'
import { readCheckpoint } from '../../../../src/models/checkpoint/read-checkpoint.js'

/** What bytes in memory hold; the test ends where they are refused. */
export const readBytes = (file: Uint8Array): Checkpoint => {
  const answer = readCheckpoint(memorySource(file), 'test.pth')
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** The error that bytes in memory are refused with. */
export const refusal = (file: Uint8Array): RewardErrorOf<'BadFile'> => {
  const answer = readCheckpoint(memorySource(file), 'test.pth')
  if (answer._tag === 'Right') throw new Error(`the file was read: ${[...answer.right.tensors.keys()].join()}`)
  if (answer.left._tag !== 'BadFile') throw new Error(answer.left._tag)
  return answer.left
}

/** The values of a tensor in such bytes. */
export const valuesOf = (file: Uint8Array, name: string): TensorValues => {
  const tensor = readBytes(file).tensors.get(name)
  if (tensor === undefined) throw new Error(`no tensor ${name}`)
  return decodeTensor(tensor, new Uint8Array(file.subarray(tensor.offset, tensor.offset + tensor.length)).buffer)
}
