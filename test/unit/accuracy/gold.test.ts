import { describe, expect, test } from 'vitest'
import {
  answerInCaption,
  containment,
  exactMatch,
  mcqAccuracy,
  openEndedAccuracy,
} from '../../../src/accuracy/index.js'
import { failed, type Reward, scored, skipped } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'

const one = async <S>(reward: Reward<S>, sample: unknown): Promise<unknown> => (await score(reward, [sample as S]))[0]

const rewards: ReadonlyArray<
  readonly [string, (variant: 'paper' | 'released') => Reward<never>, ReadonlyArray<string>]
> = [
  ['mcq', (variant) => mcqAccuracy({ variant }), ['completion', 'answer', 'options', 'question', 'prompt']],
  ['open-ended', (variant) => openEndedAccuracy({ variant }), ['completion', 'answer']],
  ['exact', (variant) => exactMatch({ variant }), ['completion', 'answer']],
  ['containment', (variant) => containment({ variant }), ['completion', 'answer']],
  ['answer-in-caption', (variant) => answerInCaption({ variant }), ['completion', 'answer', 'caption']],
]

const cases = rewards.flatMap(([name, make, fields]) =>
  (['paper', 'released'] as const).map((variant) => [name, variant, make(variant), fields] as const),
)

describe.each(cases)('%s, %s', (name, _variant, reward, fields) => {
  test('what is declared', () => {
    expect(reward.meta).toEqual({ name, range: { min: 0, max: 1 }, deterministic: true, fields })
  })

  test('a completion of null is worth 0', async () => {
    expect(await one(reward, { completion: null, answer: 'B' })).toEqual(scored(0, { reason: 'no completion' }))
  })

  test('without a completion the sample fails', async () => {
    expect(await one(reward, { answer: 'B' })).toEqual(
      failed({ _tag: 'MissingField', reward: name, field: 'completion' }),
    )
  })

  test.each([{}, { answer: null }, { answer: undefined }])(
    'without a gold answer (%j) it does not apply',
    async (rest) => {
      const message = 'the sample has no gold answer in `answer`'
      expect(await one(reward, { completion: 'B', caption: '', ...rest })).toEqual(skipped('missing-field', message))
    },
  )

  test.each([
    [5, '5'],
    [['B'], 'an array of 1'],
    [{}, 'an object'],
  ])('a gold answer %j is told', async (answer, received) => {
    const error = {
      _tag: 'InvalidInput',
      reward: name,
      field: 'answer',
      expected: 'a string or null',
      received,
    } as const
    expect(await one(reward, { completion: 'B', caption: '', answer })).toEqual(failed(error))
  })
})

describe.each(rewards)('%s', (name, make) => {
  test('an unknown variant makes every batch impossible', async () => {
    await expect(score(make('best' as 'paper'), [])).rejects.toMatchObject({
      error: {
        _tag: 'InvalidOption',
        reward: name,
        option: 'variant',
        expected: "'paper' or 'released'",
        received: '"best"',
      },
    })
  })
})
