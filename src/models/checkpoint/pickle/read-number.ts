import { refuse } from '../refusal.js'
import { LIMITS, type Machine, take } from './machine.js'

export const readUint8 = (m: Machine): number => m.view.getUint8(take(m, 1))
export const readUint16 = (m: Machine): number => m.view.getUint16(take(m, 2), true)
export const readUint32 = (m: Machine): number => m.view.getUint32(take(m, 4), true)
export const readInt32 = (m: Machine): number => m.view.getInt32(take(m, 4), true)
/** Big-endian, as pickles have it. */
export const readFloat = (m: Machine): number => m.view.getFloat64(take(m, 8), false)

/** A length of eight bytes. Above 2^53 it is inexact, and longer than any file all the same. */
export const readLength8 = (m: Machine): number => Number(m.view.getBigUint64(take(m, 8), true))

/** A two's complement integer of any length, little-endian. */
export const readInteger = (m: Machine, length: number): number | bigint => {
  if (length < 0 || length > LIMITS.integer) refuse(`an integer of at most ${LIMITS.integer} bytes`, `${length} bytes`)
  const at = take(m, length)
  let value = 0n
  for (let i = at + length - 1; i >= at; i--) value = (value << 8n) | BigInt(m.bytes[i] as number)
  const signed = BigInt.asIntN(8 * length, value)
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed
}
