import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { aborted } from '../core/abort.js'
import type { RewardError } from '../core/error.js'
import { failed, type Outcome, scored } from '../core/outcome.js'
import type { ScoreContext } from '../core/reward.js'
import { checkedImage, type Image } from '../image/image.js'
import { about, type ImagePairSample, pairOf, stopsAll } from '../image/image-pair.js'
import { type ImageSize, resizeTo } from '../image/image-size.js'
import type { ReadImage } from '../image/read-image.js'
import { type Fetch, imageShelf } from './image-shelf.js'
import { compare, type Levels, levelsOf, type Measure, MIN_SIDE } from './measure.js'
import { checkSizes, finite } from './pair.js'
import { runInTurns, type Steps } from '../core/steps.js'

/** How pairs are scored. */
export interface PairScoring {
  readonly measure: Measure
  readonly read: ReadImage
  /** What both images are resized to. */
  readonly size: ImageSize
}

/** The images of so many further pairs are being read while one is compared. */
const READ_AHEAD = 1

/** One outcome a sample; `Left` where the run is cancelled, or no image at all can be read. */
export const scorePairs = async (
  batch: ReadonlyArray<unknown>,
  scoring: PairScoring,
  context: ScoreContext,
): Promise<E.Either<RewardError, ReadonlyArray<Outcome>>> => {
  const found = batch.map((sample) => pairOf(scoring.measure, sample))
  const outcomes = found.map((pair): Outcome | undefined => (E.isLeft(pair) ? failed(pair.left) : undefined))
  const pairs = byReference(found.flatMap((pair, place) => (E.isLeft(pair) ? [] : [{ ...pair.right, place }])))
  const compared = comparePairs(pairs, scoring, context)
  for await (const [place, value] of compared) {
    if (context.signal?.aborted === true) return E.left(aborted(context.signal))
    if (E.isLeft(value) && stopsAll(value.left)) return value
    outcomes[place] = E.isLeft(value) ? failed(value.left) : scored(value.right)
  }
  return E.right(outcomes as ReadonlyArray<Outcome>)
}

/** Two images to compare, and the place of their sample in its batch. */
interface Pair extends ImagePairSample {
  readonly place: number
}

/** The pairs with those of one reference together, in the order in which references first come. */
const byReference = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Pair> => {
  const groups = new Map<unknown, Array<Pair>>()
  for (const pair of pairs) {
    const group = groups.get(pair.reference)
    if (group === undefined) groups.set(pair.reference, [pair])
    else group.push(pair)
  }
  return [...groups.values()].flat()
}

/** The values of all pairs, with their places, in the order given: those with the same reference stand together. */
async function* comparePairs(
  pairs: ReadonlyArray<Pair>,
  scoring: PairScoring,
  context: ScoreContext,
): AsyncGenerator<readonly [number, E.Either<RewardError, number>]> {
  const { measure } = scoring
  const inputs = pairs.flatMap(({ image, reference }) => [image, reference])
  const shelf = imageShelf(measure, inputs, fetching(scoring, context))
  const begin = (pair: Pair | undefined): void => {
    if (pair === undefined) return
    void shelf.get(pair.reference, 'reference')
    void shelf.get(pair.image, 'image')
  }
  let kept: Levels | undefined
  for (const [i, pair] of pairs.entries()) {
    for (let ahead = 0; ahead <= READ_AHEAD; ahead++) begin(pairs[i + ahead])
    const isAgain = pairs[i - 1]?.reference === pair.reference
    const isShared = isAgain || pairs[i + 1]?.reference === pair.reference
    if (!isAgain) kept = undefined
    const [image, reference] = [await shelf.get(pair.image, 'image'), await shelf.get(pair.reference, 'reference')]
    const ready = checked(measure, image, reference)
    if (E.isLeft(ready)) {
      yield [pair.place, ready]
    } else {
      const steps = comparison(measure, ready.right, kept, isShared)
      const result = await runInTurns(steps, context)
      if (E.isRight(result)) kept = result.right.reference
      yield [pair.place, E.chain(({ value }: Compared) => finite(measure, value))(result)]
    }
    shelf.release(pair.image)
    shelf.release(pair.reference)
  }
}

interface Compared {
  readonly value: number
  readonly reference: Levels
}

function* comparison(
  measure: Measure,
  [image, reference]: readonly [Image, Image],
  kept: Levels | undefined,
  isShared: boolean,
): Steps<Compared> {
  const levels = kept ?? (yield* levelsOf(measure, reference, isShared))
  return { value: yield* compare(measure, yield* levelsOf(measure, image), levels), reference: levels }
}

/** Both images, where they can be compared. An error names the field it is about here: the same image may stand in both. */
const checked = (
  measure: Measure,
  image: E.Either<RewardError, Image>,
  reference: E.Either<RewardError, Image>,
): E.Either<RewardError, readonly [Image, Image]> => {
  if (E.isLeft(image)) return E.left(about('image', image.left))
  if (E.isLeft(reference)) return E.left(about('reference', reference.left))
  const sizes = checkSizes(measure, image.right, reference.right, MIN_SIDE[measure])
  return E.map(() => [image.right, reference.right] as const)(sizes)
}

const fetching =
  ({ measure, read, size }: PairScoring, { signal }: ScoreContext): Fetch =>
  async (input, field) => {
    const owner = { reward: measure, field }
    const image = await read(input, owner, { signal })()
    return pipe(
      image,
      E.chain((native) => checkedImage(native, owner)),
      E.chain((native) => resizeTo(native, size, owner)),
    )
  }
