import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { messageOf, type RewardError, unexpected } from '../core/error.js'
import {
  checkedMaskShape,
  checkedMatrix,
  checkedShape,
  type TokenMatrix,
  type TokenOwner,
  wrongTokens,
} from './token-matrix.js'

/**
 * A tensor of tfjs, as much of it as is read here: of any backend, and of whichever copy of `@tensorflow/tfjs-core` is installed. It is known
 * by its form, so that the package itself is not needed.
 *
 * @category model
 * @since 0.5.0
 */
export interface TokenTensor {
  /** Tokens: float32. Masks: bool, int32 or float32. */
  readonly dtype: string
  /** Tokens: [tokens, width], masks: [tokens]; axes of length 1 in front do no harm. */
  readonly shape: ReadonlyArray<number>
  readonly isDisposed: boolean
  readonly data: () => Promise<ArrayLike<unknown>>
  readonly dataSync: () => ArrayLike<unknown>
}

/** Whether a value has the form of a tensor. */
export const isTokenTensor = (value: unknown): value is TokenTensor => {
  if (typeof value !== 'object' || value === null) return false
  const { dtype, shape, isDisposed, data, dataSync } = value as { readonly [K in keyof TokenTensor]?: unknown }
  return (
    typeof data === 'function' &&
    typeof dataSync === 'function' &&
    typeof isDisposed === 'boolean' &&
    typeof dtype === 'string' &&
    Array.isArray(shape)
  )
}

const FLOAT = ['float32']
const FLAGS = ['bool', 'int32', 'float32']

/** The shape of a tensor of tokens, without reading it. */
export const tensorShape = (tensor: TokenTensor, owner: TokenOwner): E.Either<RewardError, TokenMatrix['shape']> =>
  pipe(
    usable(tensor, FLOAT, owner),
    E.chain(() => checkedShape(tensor.shape, owner)),
  )

/** The tokens in a tensor, at once: not every backend has them then. */
export const tensorTokens = (tensor: TokenTensor, owner: TokenOwner): E.Either<RewardError, TokenMatrix> =>
  pipe(
    tensorShape(tensor, owner),
    E.bindTo('shape'),
    E.bind('data', () => atOnce(tensor, owner)),
    E.chain((found) => checkedMatrix(found, owner)),
  )

/** The tokens in a tensor, as soon as its backend hands them out. */
export const readTensorTokens = (tensor: TokenTensor, owner: TokenOwner): TE.TaskEither<RewardError, TokenMatrix> =>
  pipe(
    TE.fromEither(tensorShape(tensor, owner)),
    TE.bindTo('shape'),
    TE.bind('data', () => handedOut(tensor, owner)),
    TE.chainEitherK((found) => checkedMatrix(found, owner)),
  )

/** A mask as it stands in memory, with what it says of itself. */
export interface StoredMask {
  readonly dtype: string
  readonly shape: ReadonlyArray<number>
  readonly data: unknown
}

/** Whether a tensor can be the mask of so many tokens, without reading it. */
export const tensorFlags = (tensor: TokenTensor, count: number, owner: TokenOwner): E.Either<RewardError, void> =>
  pipe(
    usable(tensor, FLAGS, owner),
    E.chain(() => checkedMaskShape(tensor.shape, count, owner)),
  )

/** The flags in a tensor, at once. */
export const tensorMask = (tensor: TokenTensor, owner: TokenOwner): E.Either<RewardError, StoredMask> =>
  pipe(
    usable(tensor, FLAGS, owner),
    E.chain(() => atOnce(tensor, owner)),
    E.map((data) => ({ dtype: tensor.dtype, shape: tensor.shape, data })),
  )

/** The flags in a tensor, as soon as its backend hands them out. */
export const readTensorMask = (tensor: TokenTensor, owner: TokenOwner): TE.TaskEither<RewardError, StoredMask> =>
  pipe(
    TE.fromEither(usable(tensor, FLAGS, owner)),
    TE.chain(() => handedOut(tensor, owner)),
    TE.map((data) => ({ dtype: tensor.dtype, shape: tensor.shape, data })),
  )

const usable = (
  { isDisposed, dtype }: TokenTensor,
  dtypes: ReadonlyArray<string>,
  owner: TokenOwner,
): E.Either<RewardError, void> => {
  if (isDisposed) return E.left(wrongTokens(owner, 'a tensor', 'one that was disposed of'))
  return dtypes.includes(dtype)
    ? E.right(undefined)
    : E.left(wrongTokens(owner, `a tensor of ${dtypes.join(' or ')}`, `one of ${dtype}; cast it`))
}

const atOnce = (tensor: TokenTensor, owner: TokenOwner): E.Either<RewardError, ArrayLike<unknown>> =>
  E.tryCatch(
    () => tensor.dataSync(),
    (cause) =>
      wrongTokens(
        owner,
        'a tensor that can be read at once (of others give `{ shape, data: await tensor.data() }`, or score them by the reward)',
        messageOf(cause),
      ),
  )

const handedOut = (tensor: TokenTensor, { reward }: TokenOwner): TE.TaskEither<RewardError, ArrayLike<unknown>> =>
  TE.tryCatch(
    () => tensor.data(),
    (cause) => unexpected(reward, cause),
  )
