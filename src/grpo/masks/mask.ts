import * as E from 'fp-ts/lib/Either.js'
import { describe, type RewardError } from '../../core/error.js'
import { type Argument, type Matrix, readMatrix, sameShape, type Shape, shown } from './matrix.js'
import { wrongInput } from './wrong.js'

/**
 * Which tokens count: 1 for those that do, 0 for the others.
 *
 * @category model
 * @since 0.5.0
 */
export type Mask = Matrix<Uint8Array>

/** A mask of zeros and ones (or booleans), of the shape asked for where one is. */
export const readMask = (argument: Argument, input: unknown, shape?: Shape): E.Either<RewardError, Mask> => {
  const read = readMatrix(argument, input)
  if (E.isLeft(read)) return read
  const { right: matrix } = read
  const wrong = (expected: string, received: string): E.Either<RewardError, never> =>
    E.left(wrongInput(argument.owner, argument.name, expected, received))
  if (shape !== undefined && !sameShape(matrix.shape, shape))
    return wrong(`${shown(shape)} numbers`, shown(matrix.shape))
  const data = new Uint8Array(matrix.data.length)
  for (let at = 0; at < data.length; at++) {
    const value = matrix.data[at] as number
    if (value !== 0 && value !== 1) {
      const [row, column] = [Math.floor(at / matrix.shape[1]), at % matrix.shape[1]]
      return wrong('zeros and ones', `${describe(Number.isNaN(value) ? null : value)} at [${row}][${column}]`)
    }
    data[at] = value
  }
  return E.right({ shape: matrix.shape, data })
}

/** How many ones a mask has in each row. */
export const countByRow = ({ shape, data }: Mask): Int32Array => {
  const [rows, columns] = shape
  const counts = new Int32Array(rows)
  for (let i = 0, at = 0; i < rows; i++) {
    let count = 0
    for (let j = 0; j < columns; j++) count += data[at++] as number
    counts[i] = count
  }
  return counts
}
