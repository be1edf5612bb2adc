import type { Dtype } from '../dtypes.js'

/** A type whose numbers have so many bits. */
const BFLOAT16_BITS = 8
const BITS: ReadonlyArray<readonly [bits: number, dtype: Dtype]> = [
  [BFLOAT16_BITS, 'bfloat16'],
  [11, 'float16'],
  [24, 'float32'],
]

/** Numbers like 0.5 and 3 look the same in all types: with fewer bits than these, nothing can be told. */
const TELLING_BITS = 6

/** So many different sizes of few bits each are hardly an accident. */
const TELLING_SIZES = 4

/** As many digits tell one float32 from the next. */
const FLOAT32_DIGITS = 9

/** Numbers that are looked at; more would say the same. */
const MOST = 4096

/**
 * The type that a trainer's numbers were computed in, by the bits of the longest of them. Few bits in numbers that were printed with few digits are no
 * sign of anything: these are float32, as is what cannot be told.
 */
const guessDtype = (numbers: ArrayLike<number>, otherwise: Dtype): Dtype => {
  let [bits, digits] = [0, 0]
  for (let at = 0; at < Math.min(numbers.length, MOST); at++) {
    const value = numbers[at] as number
    if (!Number.isFinite(value) || value === 0) continue
    bits = Math.max(bits, bitsOf(value))
    digits = Math.max(digits, digitsOf(value))
  }
  if (bits < TELLING_BITS) return otherwise
  const fitting = BITS.find(([most]) => bits <= most)
  if (fitting !== undefined) return fitting[1]
  return digits <= FLOAT32_DIGITS ? 'float32' : 'float64'
}

/** What the user says of the type, and what to take for it where numbers do not tell. */
export interface DtypeChoice {
  readonly asked: Dtype | undefined
  readonly otherwise: Dtype
  /** Whether other numbers of the case tell. */
  readonly isTold?: boolean
}

/** The type of some numbers of a case. A few of few bits may be float32 that nearly cancelled: where the others are float32 or more, so are they. */
export const dtypeOf = (numbers: ArrayLike<number>, { asked, otherwise, isTold }: DtypeChoice): Dtype => {
  if (asked !== undefined) return asked
  const own = guessDtype(numbers, otherwise)
  const isShort = own === 'bfloat16' || own === 'float16'
  const areOthersLong = isTold === true && (otherwise === 'float32' || otherwise === 'float64')
  return isShort && areOthersLong && sizesOf(numbers).size < TELLING_SIZES ? 'float32' : own
}

/**
 * Whether numbers of few bits might be rounded to bfloat16 where {@link dtypeOf} does not take them for that: `'likely'` where there are several of
 * different sizes, and no others that tell.
 */
export const mightBeRounded = (
  numbers: ArrayLike<number>,
  { asked, isTold }: DtypeChoice,
): 'likely' | 'perhaps' | undefined => {
  const sizes = Array.from(sizesOf(numbers))
  if (asked !== undefined || sizes.length === 0 || sizes.some((size) => bitsOf(size) > BFLOAT16_BITS)) return undefined
  return sizes.length >= TELLING_SIZES && isTold !== true ? 'likely' : 'perhaps'
}

/** Different sizes, 0 left out. */
const sizesOf = (numbers: ArrayLike<number>): ReadonlySet<number> => {
  const sizes = new Set<number>()
  for (let at = 0; at < Math.min(numbers.length, MOST); at++) {
    const size = Math.abs(numbers[at] as number)
    if (Number.isFinite(size) && size !== 0) sizes.add(size)
  }
  return sizes
}

/** From all that a trainer says of a case. */
export const dtypeChoice = (asked: Dtype | undefined, claims: ReadonlyMap<string, unknown>): DtypeChoice => {
  const numbers = Array.from(claims.values()).flatMap((claim) => numbersIn(claim, 0))
  const isTold = numbers.slice(0, MOST).some(isTelling)
  return { asked, otherwise: guessDtype(numbers, 'float32'), isTold }
}

const numbersIn = (value: unknown, depth: number): ReadonlyArray<number> => {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null || depth > 2) return []
  return Object.values(value)
    .slice(0, MOST)
    .flatMap((item) => numbersIn(item, depth + 1))
}

const isTelling = (number: number): boolean => number !== 0 && Number.isFinite(number) && bitsOf(number) >= TELLING_BITS

/** Of the significand, from its first one to its last one. */
const bitsOf = (value: number): number => {
  let significand = Math.abs(value) / 2 ** Math.floor(Math.log2(Math.abs(value)))
  let bits = 1
  for (; bits < 53 && !Number.isInteger(significand); bits++) significand *= 2
  return bits
}

/** Of the shortest decimal that is the number, zeros in front left out. */
const digitsOf = (value: number): number => value.toExponential().split('e', 1)[0]?.replace(/[-.]/g, '').length ?? 0
