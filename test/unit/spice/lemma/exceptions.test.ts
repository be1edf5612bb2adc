import { describe, expect, test } from 'vitest'
import { exceptionsOf } from '../../../../scripts/compile-lemmas.js'
import { NOUNS, STEMS, VERBS } from '../../../../src/spice/lemma/exceptions.js'
import { regularNoun } from '../../../../src/spice/lemma/regular-noun.js'
import { regularVerb } from '../../../../src/spice/lemma/regular-verb.js'

describe('the list of exceptions', () => {
  test.each([
    ['nouns', NOUNS, regularNoun],
    ['verbs', VERBS, regularVerb],
  ] as const)('holds no %s that the rules know', (_, groups, rule) => {
    for (const [cut, add, forms] of groups)
      for (const form of forms.split(' ').filter((form) => !form.includes('-')))
        expect(rule(form)).not.toBe(form.slice(0, form.length - cut) + add)
  })

  test('holds no stem that the rules know with both endings', () => {
    for (const [cut, add, stems] of STEMS)
      for (const stem of stems.split(' ').filter((stem) => !stem.includes('-'))) {
        const lemma = stem.slice(0, stem.length - cut) + add
        expect([regularVerb(`${stem}ed`), regularVerb(`${stem}ing`)]).not.toEqual([lemma, lemma])
      }
  })
})

describe('exceptionsOf', () => {
  const of = (nouns: ReadonlyArray<[string, string]>, verbs: ReadonlyArray<[string, string]>) =>
    exceptionsOf({ nouns: new Map(nouns), verbs: new Map(verbs) })

  test('leaves out what a rule gives', () => {
    expect(of([['dogs', 'dog']], [['walked', 'walk']])).toEqual(of([], []))
  })

  test('keeps a doubled consonant by its stem, for both endings', () => {
    const { verbs, stems } = of([], [['zapped', 'zap']])
    expect([[...verbs], [...stems]]).toEqual([[], [['zapp', 'zap']]])
  })

  test('keeps the form where its other ending goes another way', () => {
    const { verbs, stems } = of(
      [],
      [
        ['zapped', 'zap'],
        ['zapping', 'zapping'],
      ],
    )
    expect([[...verbs.keys()].sort(), [...stems]]).toEqual([['zapped', 'zapping'], []])
  })

  test('leaves out a compound of an exception', () => {
    expect([
      ...of(
        [
          ['men', 'man'],
          ['fire-men', 'fire-man'],
        ],
        [],
      ).nouns.keys(),
    ]).toEqual(['men'])
  })
})
