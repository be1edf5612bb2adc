import { strip, stripEnd } from '../text/whitespace.js'
import { isNegated, type Mention, MOST_MENTIONS, nextLetter, textMentions } from './mentions.js'
import { indexOfLetter } from './options.js'
import { boxedBodies, plainText } from './plain-text.js'
import { sameQuantity } from './quantity.js'

/**
 * Which option an answer names.
 *
 * @category model
 * @since 0.1.0
 */
export type NamedOption =
  { readonly _tag: 'One'; readonly index: number } | { readonly _tag: 'Several' } | { readonly _tag: 'None' }

const NONE: NamedOption = { _tag: 'None' }
const SEVERAL: NamedOption = { _tag: 'Several' }
const one = (index: number): NamedOption => ({ _tag: 'One', index })

/**
 * Options ready for comparison: prepared once a question.
 *
 * @category model
 * @since 0.1.0
 */
export interface Choices {
  /** The texts, without markup, lower-cased, without outer punctuation. Empty where only letters are known. */
  readonly texts: ReadonlyArray<string>
  /** How many letters name an option: an integer in [1, 26]. */
  readonly count: number
}

/**
 * Prepares option texts for comparison.
 *
 * @param texts - In the order of their letters; undefined where only letters are known: then each of the 26 names an option.
 * @returns The choices, for any number of calls of {@link namedOption}.
 * @category pure
 * @since 0.1.0
 */
export const prepareChoices = (texts: ReadonlyArray<string> | undefined): Choices =>
  texts === undefined ? { texts: [], count: 26 } : { texts: texts.map(comparable), count: texts.length }

const OUTER = ' \t\r\n\u00a0"\'.,;:!?()[]-。、'

/** A sign or a decimal point belongs to what it stands right before: `-5`, `.5`, `-x`. */
const LEADING = /^(?:-\.?[^\s\-.,;:!?)\]]|\.\d)/

/** Without outer punctuation and case: how an option's text is compared with a whole answer. */
const comparable = (text: string): string => {
  const plain = plainText(text).toLowerCase()
  let start = 0
  while (start < plain.length && OUTER.includes(plain.charAt(start)) && !LEADING.test(plain.slice(start, start + 3)))
    start++
  return stripEnd(plain.slice(start), OUTER)
}

/** A choice is stated in few words, and last: of a longer answer, the end is read. */
const LONGEST_READ = 2 ** 14

const LABEL = /^[\s([]{0,4}([A-Za-z])\s?[).:\]]{1,2}\s{1,4}(?=\S)/

/**
 * Which option an answer names: by its letter in any decoration (`B`, `(b)`, `**B.**`, `\boxed{\text{B}}`, `Option B`, `The answer
 * is B`), by its text, or by both. Options that are negated (`not B`, `B is wrong`) are not named. In a text with `answer is` or
 * `answer:` only what follows counts; in one with `\boxed`, only what is boxed. Of an answer above 16,384 characters the end is read.
 *
 * @param answer - The final answer.
 * @param choices - From {@link prepareChoices}.
 * @returns `One` with the option's index; `Several` for different letters, different texts, or a letter and the text of another option; `None` for none.
 * @example
 * ```ts @import.meta.vitest
 * const choices = prepareChoices(['London', 'Paris'])
 * expect(namedOption('**b.**', choices)).toEqual({ _tag: 'One', index: 1 })
 * expect([namedOption('A or B', choices)._tag, namedOption('not A', choices)._tag]).toEqual(['Several', 'None'])
 * ```
 * @category pure
 * @since 0.1.0
 */
export const namedOption = (answer: string, choices: Choices): NamedOption => {
  const short = strip(answer.length > LONGEST_READ ? answer.slice(-LONGEST_READ) : answer)
  if (short.length <= 1) return single(plainText(short), choices)
  const boxed = boxedBodies(short)
  if (boxed.length === 0) return named(strip(plainText(short)), choices)
  const verdicts = boxed.slice(0, MOST_MENTIONS).map((body) => named(strip(plainText(body)), choices))
  return verdicts.reduce((a, b) => (a._tag === 'One' && b._tag === 'One' && a.index === b.index ? a : SEVERAL))
}

const single = (letter: string, { texts, count }: Choices): NamedOption => {
  const text = letter === '' ? -1 : texts.indexOf(letter.toLowerCase())
  if (text >= 0) return one(text)
  const index = indexOfLetter(letter)
  return index >= 0 && index < count ? one(index) : NONE
}

const named = (text: string, choices: Choices): NamedOption => {
  const whole = comparable(text)
  if (whole.length <= 1) return single(whole, choices)
  const equal = choices.texts.indexOf(whole)
  if (equal >= 0) return one(equal)
  const label = LABEL.exec(text)
  const labelled = label === null ? -1 : indexOfLetter(label[1] as string)
  if (label !== null && labelled < choices.count) {
    const other = choices.texts.indexOf(comparable(text.slice(label[0].length)))
    if (other >= 0) return other === labelled ? one(labelled) : SEVERAL
  }
  const lower = text.toLowerCase()
  // Lower-casing may change the length of some scripts; positions would no longer agree.
  const searched = lower.length === text.length ? lower : text
  const from = afterCue(searched)
  return (
    mentioned(text.slice(from), searched.slice(from), choices) ??
    mentioned(text, searched, choices) ??
    byNumber(whole, choices)
  )
}

/** Where an explicit statement begins: after the first `answer is` or `answer:`; 0 where there is none. */
const afterCue = (lower: string): number => {
  for (let at = lower.indexOf('answer'); at >= 0; at = lower.indexOf('answer', at + 1)) {
    const cue = /^answer\s{0,4}(?:is|was|would be|:|=)/.exec(lower.slice(at, at + 24))
    if (cue !== null) return at + cue[0].length
  }
  return 0
}

/** What a text mentions: its letters, or, if it has none, the texts of options. undefined where neither is there. */
const mentioned = (text: string, lower: string, { texts, count }: Choices): NamedOption | undefined => {
  const inText = textMentions(lower, texts)
  return agree(text, letters(text, count, inText)) ?? agree(text, inText)
}

function* letters(text: string, count: number, masked: ReadonlyArray<Mention>): Generator<Mention> {
  for (
    let next = nextLetter(text, 0, count, masked);
    next !== undefined;
    next = nextLetter(text, next.end, count, masked)
  )
    yield next
}

/** The one option the mentions agree on, negated ones left out; undefined where all are negated or there are none. */
const agree = (text: string, mentions: Iterable<Mention>): NamedOption | undefined => {
  let index: number | undefined
  let looked = 0
  for (const mention of mentions) {
    if (mention.index === index) continue
    if (++looked > MOST_MENTIONS) return SEVERAL
    if (isNegated(text, mention.start, mention.end)) continue
    if (index !== undefined) return SEVERAL
    index = mention.index
  }
  return index === undefined ? undefined : one(index)
}

/** An option that is the same number, written another way. */
const byNumber = (whole: string, { texts }: Choices): NamedOption => {
  const index = texts.findIndex((text) => sameQuantity(whole, text))
  return index < 0 ? NONE : one(index)
}
