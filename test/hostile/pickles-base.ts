import { dict, type Piece, pickle, text } from '../unit/models/checkpoint/pickle-writer.js'
import { formulaFloats, storageId, tensorPiece, torchLegacy, torchZip } from '../unit/models/checkpoint/torch-files.js'

/** A pickle that must be refused. */
export interface Malicious {
  readonly what: string
  /** The whole pickle, PROTO and STOP included; `legacy` where it goes into a legacy file. */
  readonly pickle: (legacy: boolean) => Uint8Array
  /** What the error must say, where the trick has a name. */
  readonly says?: string
}

const storage = formulaFloats('0', 6)

/** The storage of the file, by its persistent id. */
export const storageOf = (legacy: boolean): Piece => storageId(storage, legacy)

/** A sound tensor. */
export const tensor = (legacy: boolean): Piece =>
  tensorPiece({ name: 'w', storage, shape: [2, 3], strides: [3, 1] }, legacy)

/** A sound state dict but for what stands beside its tensor. */
export const beside =
  (payload: Piece | ((legacy: boolean) => Piece)) =>
  (legacy: boolean): Uint8Array =>
    pickle(dict([text('w'), tensor(legacy)], [text('x'), typeof payload === 'function' ? payload(legacy) : payload]))

/** A case whose trick stands beside a sound tensor. */
export const trick = (what: string, payload: Piece | ((legacy: boolean) => Piece), says?: string): Malicious => ({
  what,
  pickle: beside(payload),
  ...(says === undefined ? {} : { says }),
})

/** A case that is a whole pickle. */
export const whole = (what: string, bytes: (legacy: boolean) => Uint8Array, says?: string): Malicious => ({
  what,
  pickle: bytes,
  ...(says === undefined ? {} : { says }),
})

/** The two files around a pickle. */
export const containers = {
  zip: (one: (legacy: boolean) => Uint8Array): Buffer => torchZip(one(false), [storage]),
  legacy: (one: (legacy: boolean) => Uint8Array): Buffer => torchLegacy(one(true), [storage]),
} as const
