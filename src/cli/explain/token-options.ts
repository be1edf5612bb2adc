import { InvalidArgumentError, Option } from 'commander'
import type { RewardMeta } from '../../core/reward.js'
import { CommandFailure } from '../exit-code.js'
import type { GridSize } from './token-grid.js'

/** What the user says of the tokens of a sample. */
export interface TokenOptions {
  readonly grid?: GridSize
  /** The least best cosine of a token that counts as matched. */
  readonly minCosine?: number
}

/** The options of `corl explain` that are about image and text tokens. */
export const tokenOptions = (): ReadonlyArray<Option> => [
  new Option('--grid <rows>x<columns>', 'how image tokens lie over the image (default: a square)').argParser(gridSize),
  new Option(
    '--min-cosine <x>',
    'a word or image token with a lower best cosine counts as unmatched (default: told by the others)',
  ).argParser(cosine),
]

const gridSize = (text: string): GridSize => {
  const [, rows, columns] = /^([1-9]\d{0,5})x([1-9]\d{0,5})$/.exec(text) ?? []
  if (rows === undefined || columns === undefined) throw new InvalidArgumentError('Expected ROWSxCOLUMNS, as in 24x36.')
  return { rows: Number(rows), columns: Number(columns) }
}

const cosine = (text: string): number => {
  const value = Number(text)
  if (text.trim() !== '' && Math.abs(value) <= 1) return value
  throw new InvalidArgumentError('Expected a number from -1 to 1.')
}

/** For a reward that reads no tokens they would have no effect. */
export const requireTokens = ({ grid, minCosine }: TokenOptions, { name, fields }: RewardMeta): void => {
  const idle = grid !== undefined ? '--grid' : minCosine !== undefined ? '--min-cosine' : undefined
  if (idle === undefined || fields.includes('imageTokens')) return
  throw new CommandFailure(`${idle} is about image and text tokens: ${name} reads none`)
}
