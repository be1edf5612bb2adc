import type { Dtype } from '../dtypes.js'
import { type DtypeChoice, dtypeOf, mightBeRounded } from './guess-dtype.js'
import { largestOf, type Quantity, toleranceOf } from './quantity.js'
import type { Claim } from './read-claim.js'
import { TOLERANCES, type Tolerances } from './tolerances.js'

/** What a claim is held against. */
export interface Wanted {
  readonly columns: number
  /** [rows, columns]; of a claim of one column, the first of each row. */
  readonly data: ArrayLike<number>
  readonly kind: keyof Tolerances
  /** Which of [rows, columns] count; default: all. */
  readonly mask?: ArrayLike<number>
  /** What the share of the tolerance is of; default: the largest number that counts. */
  readonly largest?: (at: number) => number
}

/** A claim by completion or by token beside the reference. */
export const rowQuantity = (name: string, claim: Claim, wanted: Wanted, dtypes: DtypeChoice): Quantity => {
  const isByToken = claim.columns === wanted.columns
  const from = (at: number): number => (isByToken ? at : at * wanted.columns)
  const rows = claim.data.length / claim.columns
  const { mask } = wanted
  const hasToken = Array.from({ length: rows }, (_, i) => {
    for (let t = 0; t < wanted.columns; t++) if (mask?.[i * wanted.columns + t] !== 0) return true
    return false
  })
  const counts = (at: number): boolean => (isByToken ? mask?.[at] !== 0 : hasToken[at] === true)
  const want = Float64Array.from(claim.data, (_, at) => wanted.data[from(at)] as number)
  const counted = claim.data.filter((_, at) => counts(at))
  const type = dtypeOf(counted, dtypes)
  const most = wanted.largest === undefined ? largestOf(want, counts) : 0
  const largest = wanted.largest ?? (() => most)
  const tolerance = (of: Dtype) => toleranceOf(TOLERANCES[of][wanted.kind], want, largest)
  return {
    name,
    dtype: type,
    got: claim.data,
    want,
    tolerance: tolerance(type),
    ...rounded(type, mightBeRounded(counted, dtypes), tolerance),
    counts,
    place: (at) => (claim.columns === 1 ? `[${at}]` : `[${Math.floor(at / claim.columns)}][${at % claim.columns}]`),
  }
}

/** A single number. `largest`: what the share of its tolerance is of; `dtypes`: where its own digits may tell of a type. */
export const numberQuantity = (
  name: string,
  got: number,
  want: number,
  kind: keyof Tolerances,
  { dtype, largest, dtypes }: { readonly dtype: Dtype; readonly largest: number; readonly dtypes?: DtypeChoice },
): Quantity => {
  const tolerance = (of: Dtype) => toleranceOf(TOLERANCES[of][kind], [want], () => largest)
  return {
    name,
    dtype,
    got: [got],
    want: [want],
    tolerance: tolerance(dtype),
    ...(dtypes !== undefined && rounded(dtype, mightBeRounded([got], dtypes), tolerance)),
    counts: () => true,
    place: () => '',
  }
}

/** Where numbers of a type may as well have been rounded further. */
const rounded = (
  dtype: Dtype,
  chance: ReturnType<typeof mightBeRounded>,
  tolerance: (of: Dtype) => Quantity['tolerance'],
): Pick<Quantity, 'rounded'> =>
  chance === undefined || dtype === 'bfloat16'
    ? {}
    : { rounded: { dtype: 'bfloat16', isLikely: chance === 'likely', tolerance: tolerance('bfloat16') } }
