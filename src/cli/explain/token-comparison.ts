import * as E from 'fp-ts/lib/Either.js'
import { type RewardError, showError } from '../../core/error.js'
import { meansOf } from '../../text-image-matching/best-matches.js'
import type { CompareContext } from './comparison.js'
import { isBelow, leastCosine, medianOf } from './least-cosine.js'
import { cosinesOf, type MatchedTokens, meanOfPairs } from './matched-tokens.js'
import { type GridSize, gridOf, squareOf, type TokenGrid } from './token-grid.js'
import { labelsOf, numbered } from './token-labels.js'

/** A text token that counts. */
export interface Word {
  /** Its number among all text tokens, from 0. */
  readonly token: number
  readonly label: string
  /** Its best cosine, and the image token that has it. */
  readonly cosine: number
  readonly at: number
  readonly isLost: boolean
  /** Its cosine with each image token, NaN for masked ones; of the first words only, and where a page is wanted. */
  readonly map?: Float64Array
}

/** An image token that counts. */
interface Cell {
  /** Its best cosine, and the place of the word that has it. */
  readonly cosine: number
  readonly word: number
  readonly isLost: boolean
}

/** From which best cosine on tokens of a side count as matched. */
export interface Rule {
  /** Nothing where it cannot be told. */
  readonly least: number | undefined
  readonly median: number
}

/** Which words are found where in the image, as far as cosines tell. */
export interface TokenComparison {
  readonly reward: string
  readonly value: number
  readonly imageToText: number
  readonly textToImage: number
  readonly grid: TokenGrid
  /** Those that count, in the order of the text. */
  readonly words: ReadonlyArray<Word>
  /** Of all text tokens, masked ones too. */
  readonly textTokens: number
  /** All image tokens, nothing where masked. */
  readonly cells: ReadonlyArray<Cell | undefined>
  /** Where the words have their names from. */
  readonly labels: string
  readonly meanOfPairs: number
  /** Whether the user has set the bound. */
  readonly isAsked: boolean
  readonly rules: { readonly words: Rule; readonly cells: Rule }
}

/** What the user and the sample say of the tokens. */
export interface TokenHints {
  readonly sample: Readonly<Record<string, unknown>>
  /** Of as many cells as there are image tokens. */
  readonly grid: GridSize | undefined
  readonly minCosine: number | undefined
  /** Whether words have maps. */
  readonly maps: boolean
}

/** Words with a map of their own at most, and cells of all these maps together: what a page bears. */
const MAX_MAPS = 256
const MAX_MAP_CELLS = 2 ** 18

/** What is shown of matched tokens, and notes on hints that are none of them. */
export const tokenComparison = async (
  reward: string,
  matched: MatchedTokens,
  { sample, grid, minCosine, maps }: TokenHints,
  context: Pick<CompareContext, 'signal'>,
): Promise<E.Either<RewardError, { readonly comparison: TokenComparison; readonly notes: ReadonlyArray<string> }>> => {
  const { image, text, best } = matched
  const laid = gridOf(image.count, grid, sample['imageGrid'])
  const named = labelsOf(sample, text.count, text.kept)
  const { labels, source } = E.getOrElse(() => numbered(text.kept))(named)
  const mean = meanOfPairs(matched)
  const ruleOf = (cosines: Float64Array, others: number): Rule => ({
    least: minCosine ?? leastCosine(cosines, mean, others),
    median: medianOf(cosines),
  })
  const rules = {
    words: ruleOf(best.text.cosine, image.kept.length),
    cells: ruleOf(best.image.cosine, text.kept.length),
  }
  const words: Array<Word> = []
  for (const [k, token] of text.kept.entries()) {
    const cosine = best.text.cosine[k] as number
    const word = {
      token,
      label: labels[k] as string,
      cosine,
      at: image.kept[best.text.row[k] as number] as number,
      isLost: isBelow(cosine, rules.words.least),
    }
    if (!maps || k >= MAX_MAPS || (k + 1) * image.count > MAX_MAP_CELLS) {
      words.push(word)
      continue
    }
    const cosines = await cosinesOf(matched, k, context)
    if (E.isLeft(cosines)) return cosines
    const map = new Float64Array(image.count).fill(NaN)
    image.kept.forEach((cell, j) => (map[cell] = cosines.right[j] as number))
    words.push({ ...word, map })
  }
  const cells = new Array<Cell | undefined>(image.count).fill(undefined)
  image.kept.forEach((cell, j) => {
    const cosine = best.image.cosine[j] as number
    cells[cell] = { cosine, word: best.image.row[j] as number, isLost: isBelow(cosine, rules.cells.least) }
  })
  return E.right({
    comparison: {
      reward,
      ...meansOf(best),
      grid: E.getOrElse(() => squareOf(image.count))(laid),
      words,
      textTokens: text.count,
      cells,
      labels: source,
      meanOfPairs: mean,
      isAsked: minCosine !== undefined,
      rules,
    },
    notes: [laid, named].flatMap((hint) => (E.isLeft(hint) ? [showError(hint.left)] : [])),
  })
}
