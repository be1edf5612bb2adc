/**
 * What must compile, and with `@ts-expect-error` what must not. Checked by the compiler alone; never run.
 */
import {
  type AnyReward,
  cached,
  clamp,
  concurrency,
  constant,
  contramap,
  fallback,
  fromBatch,
  fromPointwise,
  gate,
  makeReward,
  mapScore,
  named,
  normalize,
  product,
  type Reward,
  type SampleOf,
  type SampleOfAll,
  retry,
  scale,
  skipAll,
  sum,
  timeout,
  weightedSum,
} from '../../src/core/index.js'
import { score } from '../../src/score.js'
import { checkReward } from '../../src/testing/index.js'

interface Text {
  readonly completion: string
}
interface Picture {
  readonly image: Uint8Array
}
interface Both extends Text, Picture {
  readonly more: boolean
}

declare const text: Reward<Text>
declare const picture: Reward<Picture>
declare const texts: ReadonlyArray<Text>
declare const pictures: ReadonlyArray<Picture>
declare const both: ReadonlyArray<Both>

/** Compiles where the two types are the same, `any` and `never` told apart. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- generic on purpose: compared unsolved
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => undefined

// A sum and a product demand what every part reads.
const total = sum([text, picture])
same<typeof total, Reward<Text & Picture>>(true)
total.score(both)
// @ts-expect-error the image is missing
total.score(texts)
// @ts-expect-error the completion is missing
total.score(pictures)
void score(total, both)
// @ts-expect-error the image is missing
void score(total, texts)
void score(total, [{ completion: 'a', image: new Uint8Array() }])
// @ts-expect-error the image is missing
void score(total, [{ completion: 'a' }])
product([text, picture], { skips: 'trl' }).score(both)
// @ts-expect-error the image is missing
product([text, picture]).score(texts)

// Sums of sums go on demanding.
const nested = sum([scale(sum([text]), 0.8), weightedSum([[1, picture]])])
nested.score(both)
// @ts-expect-error the image is missing
nested.score(texts)

// weightedSum infers its pairs without `as const`.
const weighted = weightedSum([
  [1, text],
  [0.8, picture],
])
same<typeof weighted, Reward<Text & Picture>>(true)
// @ts-expect-error the image is missing
weighted.score(texts)
// @ts-expect-error the weight comes first
weightedSum([[text, 1]])
// @ts-expect-error a weight is a number
weightedSum([['1', text]])
// @ts-expect-error a pair, not a triple
weightedSum([[1, text, picture]])
// @ts-expect-error pairs, not rewards
weightedSum([text])
// @ts-expect-error rewards, not pairs
sum([[1, text]])

// Lists made at run time: the element type says what is demanded, of a mixed list everything.
declare const list: ReadonlyArray<Reward<Text>>
sum(list).score(texts)
// @ts-expect-error there is no completion in a picture
sum(list).score(pictures)
declare const mixed: ReadonlyArray<Reward<Text> | Reward<Picture>>
sum(mixed).score(both)
// @ts-expect-error any of them may read the image
sum(mixed).score(texts)
// @ts-expect-error any of them may read the completion
weightedSum(mixed.map((reward) => [1, reward] as const)).score(pictures)
same<SampleOf<Reward<Text> | Reward<Picture>>, Text & Picture>(true)

// Sums of nothing, and of what reads nothing, take anything.
same<SampleOfAll<[]>, unknown>(true)
sum([]).score([1, null, 'x'])
sum([constant(0), skipAll]).score([1, null, 'x'])
same<SampleOfAll<[Reward<Text>, Reward<unknown>]>, Text>(true)
same<SampleOf<typeof text>, Text>(true)

// Contravariance: what reads little fits where more is given, not the other way round.
const reader: Reward<Both> = text
const anyone: Reward<Text> = constant(1)
const some: AnyReward = text
// @ts-expect-error a reward that reads more than it is given
const greedy: Reward<Text> = reader
// @ts-expect-error nothing is known of what it reads
const blind: Reward<Text> = some
export const unused = [anyone, greedy, blind]
text.score(both)
// @ts-expect-error a reward is not a list of samples
void score(text, text)

// contramap: from the samples that are there to those the reward reads.
const fromRow = contramap(text, (row: { readonly answer: number }) => ({ completion: String(row.answer) }))
same<typeof fromRow, Reward<{ readonly answer: number }>>(true)
fromRow.score([{ answer: 1 }])
// @ts-expect-error the new samples have an answer, no completion
fromRow.score(texts)
// @ts-expect-error it must give what the reward reads
contramap(text, (row: { readonly answer: number }) => ({ completion: row.answer }))

// gate and fallback demand what either of the two reads.
const gated = gate(text, picture, { threshold: 1 })
same<typeof gated, Reward<Text & Picture>>(true)
gated.score(both)
// @ts-expect-error the condition reads the completion
gated.score(pictures)
// @ts-expect-error the reward reads the image
gated.score(texts)
const mended = fallback(text, picture)
same<typeof mended, Reward<Text & Picture>>(true)
// @ts-expect-error the second one reads the image
mended.score(texts)

// The others leave the sample type as it is.
for (const reward of [
  scale(text, 2),
  clamp(text, 0, 1),
  normalize(text),
  mapScore(text, Math.abs, { range: { min: 0, max: 1 } }),
  named(text, 'x'),
  cached(text, { key: (sample) => sample.completion }),
  retry(text),
  timeout(text, 1),
  concurrency(text, { limit: 1 }),
]) {
  same<typeof reward, Reward<Text>>(true)
  // @ts-expect-error there is no completion in a picture
  reward.score(pictures)
}
// @ts-expect-error a text has no image to key by
cached(text, { key: (sample) => sample.image })

// Options.
sum([text], { skips: 'renormalize' })
// @ts-expect-error no rule rescales a product
product([text], { skips: 'renormalize' })
// @ts-expect-error there is no such rule
sum([text], { skips: 'ignore' })
// @ts-expect-error a range must be declared
mapScore(text, Math.abs, {})
// @ts-expect-error how many at once must be said
concurrency(text, {})
// @ts-expect-error there is no such error
retry(text, { on: ['Broken'] })
// @ts-expect-error there is no such outcome
fallback(text, text, { on: 'scored' })
// @ts-expect-error undefined is not an option: leave it out
gate(text, picture, { otherwise: undefined })

// Constructors.
const init = { name: 'n', range: { min: 0, max: 1 } }
fromPointwise<Text>(init, (sample) => sample.completion.length)
fromPointwise<Text>(init, async () => ({ _tag: 'Scored', value: 1 }))
// @ts-expect-error a text is no score
fromPointwise<Text>(init, (sample) => sample.completion)
// @ts-expect-error a range must be declared
fromPointwise<Text>({ name: 'n' }, () => 1)
fromBatch<Text>(init, (batch) => batch.map(() => 1))
// @ts-expect-error one answer a sample, not one for all
fromBatch<Text>(init, () => 1)
// @ts-expect-error the score is a TaskEither
makeReward<Text>(init, (batch) => batch.map(() => 1))

// Outcomes are told apart before they are read, and are not written to.
export const read = async (): Promise<void> => {
  const [outcome] = await score(text, texts)
  // @ts-expect-error there may be no sample
  outcome._tag satisfies string
  if (outcome === undefined) return
  // @ts-expect-error only a scored outcome has a value
  outcome.value satisfies unknown
  if (outcome._tag !== 'Scored') return
  same<typeof outcome.value, number>(true)
  // @ts-expect-error outcomes are readonly
  outcome.value = 1
}

// The contract wants samples the reward can read.
void checkReward(text, both, { bad: [null, 7] })
// @ts-expect-error there is no completion in a picture
void checkReward(text, pictures)
