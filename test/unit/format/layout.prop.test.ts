import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countTags, formatTags, isThinkAnswer, isThinkFormat } from '../../../src/format/index.js'
import { score } from '../../../src/score.js'

const tags = ['<think>', '</think>', '<answer>', '</answer>']
const pieces = fc.constantFrom(...tags, ...tags, '.', ' ', '\n', '\u0085', '\u00a0', '\ufeff', 'a', '<', '</', 'think>')

/** Texts of tags, dots, spaces and letters; a part of them with the right beginning and end, so that both verdicts are met. */
const soup = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
const framed = fc
  .tuple(soup, fc.constantFrom('', '.', '\n '), soup)
  .map(([thoughts, separator, answer]) => `<think>${thoughts}</think>${separator}<answer>${answer}</answer>`)
const texts = fc.oneof(
  soup,
  soup.map((text) => `<think>${text}</answer>`),
  framed,
)

const SPACE = '[.\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'

/** The published rule word for word; it may take quadratic time, which these short texts do not show. */
const released = new RegExp(`^<think>[^]*?</think>${SPACE}*<answer>[^]*?</answer>$`)
const paper = new RegExp(`^<think>((?!</?think>)[^])*</think>${SPACE}*<answer>((?!</?(think|answer)>)[^])*</answer>$`)

const runs = { numRuns: 2000 }

describe('against regular expressions', () => {
  test('released', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(isThinkAnswer(text, 'released')).toBe(released.test(text))
      }),
      runs,
    )
  })

  test('paper', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(isThinkAnswer(text, 'paper')).toBe(paper.test(text))
      }),
      runs,
    )
  })

  test('think-format', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(isThinkFormat(text)).toBe(/^<think>((?!<think>)[^])*$/.test(text) && /<\/think>/.test(text))
      }),
      runs,
    )
  })

  test('the counts, up to two', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const [tag, count] of Object.entries(countTags(text))) {
          expect(count).toBe(Math.min(2, text.split(tag).length - 1))
        }
      }),
      runs,
    )
  })
})

describe('laws', () => {
  test('what the paper variant accepts, the released one accepts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(Number(isThinkAnswer(text, 'paper'))).toBeLessThanOrEqual(Number(isThinkAnswer(text, 'released')))
      }),
      runs,
    )
  })

  test('format-tags is a multiple of 0.125, a quarter of its maximum for each tag that occurs once', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (completion) => {
        const [outcome] = await score(formatTags(), [{ completion }])
        const once = tags.filter((tag) => completion.split(tag).length === 2).length
        expect(outcome).toMatchObject({ _tag: 'Scored', value: once / 8 })
      }),
    )
  })

  test('a text that is no layout stays none with a character in front', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(' ', '\n', 'x', '\0'), (text, first) => {
        expect(isThinkAnswer(first + text, 'released')).toBe(false)
        expect(isThinkFormat(first + text)).toBe(false)
      }),
    )
  })
})
