import { describe, expect, test } from 'vitest'
import { type McqAccuracyOptions, mcqAccuracy } from '../../../src/accuracy/index.js'
import { failed, type Outcome, scored, skipped } from '../../../src/core/index.js'
import { score } from '../../../src/score.js'

const question = 'Capital of France?\nA. London\nB. Paris\nC. Rome'
const options = ['London', 'Paris', 'Rome']
const inTag = (text: string): string => `<answer>${text}</answer>`

const one = async (sample: object, config: McqAccuracyOptions = {}): Promise<Outcome | undefined> =>
  (await score(mcqAccuracy(config), [{ completion: inTag('B'), answer: 'B', ...sample }]))[0]

const RIGHT = scored(1, { answer: 'B', matched: 'B', gold: 'B' })
const AMBIGUOUS = scored(0, { reason: 'ambiguous' })
const NO_ANSWER = scored(0, { reason: 'no answer' })

describe('paper', () => {
  test('right, wrong, ambiguous and no answer are told apart', async () => {
    expect(await one({ options })).toEqual(RIGHT)
    expect(await one({ options, completion: inTag('It is London') })).toEqual(
      scored(0, { answer: 'It is London', matched: 'A', gold: 'B' }),
    )
    expect(await one({ options, completion: inTag('B or C') })).toEqual(AMBIGUOUS)
    expect(await one({ options, completion: inTag('B') + inTag('C') })).toEqual(AMBIGUOUS)
    for (const completion of ['', inTag(''), inTag('Oslo'), '<think>B</think>'])
      expect(await one({ options, completion })).toEqual(NO_ANSWER)
  })

  test('the answer is quoted in 80 characters', async () => {
    const answer = `B, ${'x'.repeat(90)}`
    expect(await one({ options, completion: inTag(answer) })).toEqual(
      scored(1, { answer: `${answer.slice(0, 79)}…`, matched: 'B', gold: 'B' }),
    )
  })

  test.each([
    [{ options }],
    [{ options: ['A. London', 'B. Paris'] }],
    [{ options: { A: 'London', B: 'Paris' } }],
    [{ options: { b: 'Paris', a: 'London' } }],
    [{ options: 'A. London\nB. Paris' }],
    [{ options: '(A) London (B) Paris' }],
    [{ question }],
    [{ question, options: null }],
    [{ prompt: question }],
    [{ prompt: question, question: null }],
    [{ question, prompt: 'A. Paris\nB. London' }],
    [{ options, question: 'A. Paris\nB. London', prompt: 5 }],
  ])('options from %j', async (sample) => {
    expect(await one({ ...sample, completion: inTag('Paris') })).toMatchObject({ value: 1, detail: { matched: 'B' } })
    expect(await one({ ...sample, completion: inTag('London') })).toMatchObject({ value: 0, detail: { matched: 'A' } })
  })

  test.each([{}, { options: null, question: null, prompt: null }, { question: 'Which?' }, { options: 'none listed' }])(
    'without options (%j) letters are compared',
    async (sample) => {
      expect(await one(sample)).toEqual(RIGHT)
      expect(await one({ ...sample, completion: inTag('Z') })).toEqual(
        scored(0, { answer: 'Z', matched: 'Z', gold: 'B' }),
      )
      expect(await one({ ...sample, completion: inTag('Paris') })).toEqual(NO_ANSWER)
    },
  )

  test.each([
    [{ options: Array.from({ length: 27 }, String) }, 'options', 'an array of 27'],
    [{ options: ['London', 5] }, 'options', 'an array of 2'],
    [{ options: ['London', null] }, 'options', 'an array of 2'],
    [{ options: new Array(2) }, 'options', 'an array of 2'],
    [{ options: new Map([['A', 'London']]) }, 'options', 'an object'],
    [{ options: JSON.parse('{"A":"x","__proto__":"y"}') as object }, 'options', 'an object'],
    [{ options: {} }, 'options', 'an object'],
    [{ options: { A: 'London', C: 'Rome' } }, 'options', 'an object'],
    [{ options: { A: 'London', B: 5 } }, 'options', 'an object'],
    [{ options: 5 }, 'options', '5'],
    [{ options: true }, 'options', 'true'],
    [{ question: 5 }, 'question', '5'],
    [{ question: ['A. x', 'B. y'] }, 'question', 'an array of 2'],
  ])('%j is no source of options', async (sample, field, received) => {
    expect(await one(sample)).toEqual(
      failed({ _tag: 'InvalidInput', reward: 'mcq', field, expected: 'option texts', received }),
    )
  })

  test('no options, and a prompt of chat messages, leave it to the next source', async () => {
    const question = 'Which?\nA. London\nB. Paris'
    expect(await one({ options: [], question, answer: 'Paris' })).toEqual(RIGHT)
    expect(await one({ prompt: [{ role: 'user', content: 'q' }], answer: 'B' })).toEqual(RIGHT)
  })

  test.each(['B', 'b', '(B)', 'B. Paris', 'Paris', inTag('B'), inTag('\nB\n'), 'Answer: B'])(
    'gold %j',
    async (answer) => {
      expect(await one({ options, answer })).toEqual(RIGHT)
    },
  )

  test.each([
    ['D', options, 'the gold answer "D" names no single option; the options are A to C'],
    ['Oslo', options, 'the gold answer "Oslo" names no single option; the options are A to C'],
    ['A or B', options, 'the gold answer "A or B" names no single option; the options are A to C'],
    ['', options, 'the gold answer "" names no single option; the options are A to C'],
    ['Paris', null, 'the gold answer "Paris" names no single option; no options are given'],
    ['x'.repeat(81), null, `the gold answer "${'x'.repeat(79)}…" names no single option; no options are given`],
  ])('a gold answer %j does not apply', async (answer, given, message) => {
    expect(await one({ answer, options: given })).toEqual(skipped('unreadable-gold', message))
  })

  test('samples of one batch keep to their own options, shared or not', async () => {
    const swapped = 'A. Paris\nB. London'
    const ask = (given: string, text: string): object => ({ completion: inTag(text), answer: 'B', question: given })
    const samples = [question, question, swapped, question, swapped, swapped].map((given) => ask(given, 'Paris'))
    const bare = { completion: inTag('Paris'), answer: 'B' }
    const outcomes = await score(mcqAccuracy(), [...samples, bare, ask(question, 'Paris'), bare] as Array<never>)
    expect(outcomes.map((o) => (o._tag === 'Scored' ? o.value : o._tag))).toEqual([1, 1, 0, 1, 0, 0, 0, 1, 0])
  })

  test('a broken question is told of every sample that has it', async () => {
    const broken = { completion: inTag('B'), answer: 'B', options: 5 }
    const outcomes = await score(mcqAccuracy(), [broken, broken, { ...broken, options }] as Array<never>)
    expect(outcomes.map(({ _tag }) => _tag)).toEqual(['Failed', 'Failed', 'Scored'])
  })

  test('a field of another name does not stand for the one that is given', async () => {
    const shared = 'A. London\nB. Paris'
    const outcomes = await score(mcqAccuracy(), [
      { completion: inTag('Paris'), answer: 'B', options: shared },
      { completion: inTag('Paris'), answer: 'B', prompt: shared },
    ])
    expect(outcomes).toMatchObject([{ value: 1 }, { value: 1 }])
  })
})

describe('paper, graded credit', () => {
  test.each([
    [inTag('B'), 1],
    ['B', 0.8],
    [inTag('\nB\n'), 0.8],
    [inTag('A'), 0],
    ['A', 0],
  ])('%j: %d', async (completion, value) => {
    expect(await one({ options, completion }, { credit: 'graded' })).toMatchObject({ value })
    expect(await one({ options, completion }, { credit: 'flat' })).toMatchObject({ value: value === 0 ? 0 : 1 })
  })

  test('UNK in a tag earns 0.2, with graded credit alone', async () => {
    expect(await one({ options, completion: inTag('UNK') }, { credit: 'graded' })).toEqual(
      scored(0.2, { answer: 'UNK' }),
    )
    for (const completion of ['UNK', inTag('unk'), inTag('\nUNK')])
      expect(await one({ options, completion }, { credit: 'graded' })).toEqual(NO_ANSWER)
    expect(await one({ options, completion: inTag('UNK') })).toEqual(NO_ANSWER)
  })
})

describe('released', () => {
  test('as the trainer calls it: texts are compared', async () => {
    const run = async (text: string, answer = 'B'): Promise<unknown> =>
      one({ question, completion: inTag(text), answer }, { variant: 'released' })
    expect(await run('B.')).toEqual(scored(1, { answer: 'B.' }))
    expect(await run('B Paris!', 'B paris')).toEqual(scored(1, { answer: 'B Paris!' }))
    expect(await run('B paris', 'B. paris')).toEqual(scored(1 / 3, { answer: 'B paris' }))
    expect(await run('A')).toEqual(scored(0, { answer: 'A' }))
    expect(await run('B or A')).toEqual(scored(1 / 3, { answer: 'B or A' }))
    expect(await one({ completion: inTag('B') }, { variant: 'released', branch: 'training' })).toMatchObject({
      value: 1,
    })
  })

  test('the first answer tag counts, in the think block too', async () => {
    const completion = `<think>${inTag('A')}</think>${inTag('B')}`
    expect(await one({ question, completion }, { variant: 'released' })).toEqual(scored(0, { answer: 'A' }))
  })

  test('the multiple-choice branch', async () => {
    const run = async (text: string, sample: object = { question }): Promise<unknown> =>
      one({ completion: inTag(text), ...sample }, { variant: 'released', branch: 'mc' })
    expect(await run('b')).toEqual(scored(1, { answer: 'b' }))
    expect(await run('Option B')).toEqual(scored(1, { answer: 'Option B' }))
    expect(await run('Paris')).toEqual(scored(1, { answer: 'Paris' }))
    expect(await run('Rome')).toEqual(scored(0, { answer: 'Rome' }))
    expect(await run('Paris', { prompt: question })).toMatchObject({ value: 1 })
    expect(await run('Paris', { question, prompt: 'x' })).toMatchObject({ value: 1 })
    expect(await run('Paris', {})).toMatchObject({
      _tag: 'Failed',
      error: { _tag: 'OriginalRaises', reward: 'mcq', exception: 'TypeError' },
    })
    expect(await one({ completion: 'B', question }, { variant: 'released', branch: 'mc' })).toMatchObject({ value: 1 })
    expect(await run('UNK')).toMatchObject({ value: 0 })
  })

  test('graded credit takes the branch, without the comparison of texts before it', async () => {
    const graded = { variant: 'released', credit: 'graded' } as const
    expect(await one({ question }, graded)).toEqual(scored(1, { answer: 'B' }))
    expect(await one({ question, completion: 'B' }, graded)).toEqual(scored(0.8, { answer: 'B' }))
    expect(await one({ question, completion: inTag('C') }, graded)).toEqual(scored(0, { answer: 'C' }))
    expect(await one({ question, completion: inTag('UNK') }, graded)).toEqual(scored(0.2, { answer: 'UNK' }))
    expect(await one({ question, completion: 'UNK' }, graded)).toEqual(scored(0, { answer: 'UNK' }))
    expect(await one({ question, completion: inTag('nil'), answer: 'Nil' }, graded)).toMatchObject({ _tag: 'Failed' })
    expect(
      await one({ question, completion: inTag('nil'), answer: 'Nil' }, { variant: 'released', branch: 'mc' }),
    ).toEqual(scored(1, { answer: 'nil' }))
  })
})
