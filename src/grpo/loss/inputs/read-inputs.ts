import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../../core/error.js'
import { backendFault } from '../rim/backend-fault.js'
import { misnamedInput } from './misnamed-input.js'
import {
  type Domain,
  type Field,
  FINITE,
  FINITE_OR_NOTHING,
  MASK,
  NON_NEGATIVE,
  readValues,
  type Shape,
} from './read-values.js'
import type { RowValues, TokenMask, TokenValues, Values } from './values.js'

/**
 * What the policy losses read. What is at places where `completionMask` is 0 does not matter.
 *
 * @category model
 * @since 0.5.0
 */
export interface LossInputs {
  /** Log-probabilities of the completions' tokens by the policy that learns: natural logarithms. Gradients are with respect to these. */
  readonly logProbs: TokenValues
  /** The same by the policy that made the completions. Absent: the policy itself, at this step, so that every importance weight is 1. */
  readonly oldLogProbs?: TokenValues | null
  /** The same by the reference policy: needed for a KL term. */
  readonly refLogProbs?: TokenValues | null
  /** As the inference engine reported them; null or NaN where it did not. */
  readonly samplingLogProbs?: TokenValues | null
  /** Entropy of the policy at each token, in nats. */
  readonly entropies?: TokenValues | null
  /** One a completion, or one a token. */
  readonly advantages: RowValues
  /** 1 for the tokens of a completion, its end included; 0 for padding, and for a whole row that is left out. */
  readonly completionMask: TokenMask
  /** 0 for tokens that a tool wrote; absent: none. */
  readonly toolMask?: TokenMask | null
  /** Weights, at least 0, that correct for the inference engine, by token or by completion; absent: none. */
  readonly importanceWeights?: RowValues | null
}

/** The same after shapes and numbers were looked at. */
export interface Checked {
  readonly logProbs: Values
  readonly oldLogProbs?: Values
  readonly refLogProbs?: Values
  readonly samplingLogProbs?: Values
  readonly entropies?: Values
  readonly advantages: Values
  readonly completionMask: Values
  readonly toolMask?: Values
  readonly importanceWeights?: Values
}

type Name = keyof LossInputs

/**
 * Checks the inputs of one call before the first operation on a tensor.
 *
 * @param owner - The function, for errors.
 * @param prefix - What stands before a name in errors: `mm2t.` for an input of a branch.
 * @param needed - Inputs without which these options have no loss, each with the option that asks for it.
 * @returns Left `MissingField` or `InvalidInput`; `Unavailable` where there is no backend to compute on.
 */
export const readInputs = (
  owner: string,
  inputs: LossInputs,
  needed: Readonly<Partial<Record<Name, string>>> = {},
  prefix = '',
): E.Either<RewardError, Checked> => {
  if (typeof inputs !== 'object' || inputs === null) {
    const field = prefix === '' ? 'inputs' : prefix.slice(0, -1)
    return E.left({ _tag: 'InvalidInput', reward: owner, field, expected: 'an object', received: describe(inputs) })
  }
  const misnamed = misnamedInput(owner, inputs, NAMES, prefix)
  if (misnamed !== undefined) return E.left(misnamed)
  const read: { [K in Name]?: Values } = {}
  let fault: RewardError | undefined
  const take = (name: Name, shape: Shape, domain: Domain): void => {
    const value = inputs[name]
    if (fault !== undefined || ((value === undefined || value === null) && isOptional(name, needed))) return
    const field: Field = { owner, name: `${prefix}${name}` }
    const found = readValues(field, value, shape, domain)
    if (E.isRight(found)) read[name] = found.right
    else fault = found.left._tag === 'MissingField' ? withHint(found.left, needed[name]) : found.left
  }
  const shape = shapeOfTokens(owner, prefix, inputs)
  if (E.isLeft(shape)) return shape
  const [tokens, rows] = [{ tokens: shape.right }, { rows: shape.right }]
  take('completionMask', tokens, MASK)
  const counting = read.completionMask === undefined ? {} : { tokens: read.completionMask }
  take('logProbs', tokens, { ...FINITE, ...counting })
  take('oldLogProbs', tokens, { ...FINITE, ...counting })
  take('refLogProbs', tokens, { ...FINITE, ...counting })
  take('samplingLogProbs', tokens, { ...FINITE_OR_NOTHING, ...counting })
  take('entropies', tokens, { ...FINITE, ...counting })
  take('advantages', rows, { ...FINITE, ...counting })
  take('toolMask', tokens, { ...MASK, ...counting })
  take('importanceWeights', rows, { ...NON_NEGATIVE, ...counting })
  fault ??= backendFault(owner)
  return fault === undefined ? E.right(read as Checked) : E.left(fault)
}

const NAMES: ReadonlyArray<Name> = [
  ...(['logProbs', 'oldLogProbs', 'refLogProbs', 'samplingLogProbs', 'entropies', 'advantages'] as const),
  ...(['completionMask', 'toolMask', 'importanceWeights'] as const),
]

const REQUIRED: ReadonlyArray<Name> = ['logProbs', 'advantages', 'completionMask']

const isOptional = (name: Name, needed: Readonly<Partial<Record<Name, string>>>): boolean =>
  !REQUIRED.includes(name) && needed[name] === undefined

const withHint = (error: RewardError, why: string | undefined): RewardError =>
  error._tag === 'MissingField' && why !== undefined ? { ...error, hint: `needed by ${why}` } : error

/** [B, T], as the log-probabilities have it; their numbers are looked at later. */
const shapeOfTokens = (
  owner: string,
  prefix: string,
  { logProbs }: LossInputs,
): E.Either<RewardError, Values['shape']> =>
  E.map(({ shape }: Values) => shape)(
    readValues({ owner, name: `${prefix}logProbs` }, logProbs, 'any', {
      ...FINITE,
      read: (value) => (Array.isArray(value) ? undefined : 0),
    }),
  )
