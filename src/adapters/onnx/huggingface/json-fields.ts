import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { badFile, isJson, type Json } from './read-json.js'

/** Bounds of a whole number, and what it is where the file does not say. */
export interface WholeNumber {
  /** Default 1. */
  readonly least?: number
  /** Default 2^20: no size of a network comes near. */
  readonly most?: number
  /** Without it the file must say. */
  readonly otherwise?: number | undefined
}

const MOST = 2 ** 20

/** What a file said that it may not say. Never leaves this module. */
class Odd extends Error {
  constructor(readonly error: RewardError) {
    super(error._tag)
  }
}

/**
 * Reads the fields of a JSON file, each held against what it may be.
 *
 * @returns `Left BadFile` with the first field that is not what it should be, by its whole name (`vision_config.hidden_size`).
 */
export const readFields = <A>(file: string, json: Json, read: (fields: JsonFields) => A): E.Either<RewardError, A> => {
  try {
    return E.right(read(new JsonFields(file, json)))
  } catch (cause) {
    if (cause instanceof Odd) return E.left(cause.error)
    throw cause
  }
}

/** Whether it is a number that neither overflows nor vanishes in float32, which networks reckon in. */
const isFloat32 = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(Math.fround(value)) && (value === 0 || Math.fround(value) !== 0)

/** The fields of one object of a JSON file. Only {@link readFields} hands it out: what it finds wrong ends the reading. */
export class JsonFields {
  constructor(
    private readonly file: string,
    private readonly json: Json,
    private readonly within = '',
  ) {}

  /** Whether the file says anything of it. */
  has(key: string): boolean {
    return Object.hasOwn(this.json, key)
  }

  /** A whole number within bounds. */
  whole(key: string, { least = 1, most = MOST, otherwise }: WholeNumber = {}): number {
    const value = this.get(key, otherwise)
    return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? (value as number)
      : this.refuse(key, `a whole number from ${least} to ${most}`, describe(value))
  }

  /** A finite number above 0, in float32 too. */
  positive(key: string, otherwise?: number): number {
    const value = this.get(key, otherwise)
    return isFloat32(value) && value > 0
      ? value
      : this.refuse(key, 'a finite number above 0 in float32', describe(value))
  }

  /** So many finite numbers, in float32 too. */
  numbers(key: string, count: number, otherwise?: ReadonlyArray<number>): ReadonlyArray<number> {
    const value: unknown = this.get(key, otherwise)
    const expected = `${count} finite numbers in float32`
    if (!Array.isArray(value) || value.length !== count) return this.refuse(key, expected, describe(value))
    const odd = value.findIndex((one) => !isFloat32(one))
    return odd < 0 ? (value as ReadonlyArray<number>) : this.refuse(key, expected, `${describe(value[odd])} at ${odd}`)
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.get(key, otherwise)
    return typeof value === 'boolean' ? value : this.refuse(key, 'true or false', describe(value))
  }

  /** One of the names that are known. */
  oneOf<A extends string | number>(key: string, known: ReadonlyArray<A>, otherwise?: A): A {
    const value = this.get(key, otherwise)
    const found = known.find((one) => one === value)
    return found ?? this.refuse(key, `one of ${known.join(', ')}`, describe(value))
  }

  /** The fields of an object within; where the file does not have it, of an empty one. */
  object(key: string): JsonFields {
    const value = this.get(key, {})
    if (!isJson(value)) return this.refuse(key, 'an object', describe(value))
    return new JsonFields(this.file, value, `${this.within}${key}.`)
  }

  /** The value as it stands there. */
  get(key: string, otherwise?: unknown): unknown {
    return this.has(key) ? this.json[key] : otherwise
  }

  /** Ends the reading: the field is not what it should be. */
  refuse(key: string, expected: string, received: string): never {
    throw new Odd(badFile(this.file, `${expected} as ${this.within}${key}`, received))
  }
}
