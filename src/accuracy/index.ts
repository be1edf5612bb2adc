export { answerInCaption, type CaptionSample } from './answer-in-caption.js'
export { containment } from './containment.js'
export { exactMatch } from './exact-match.js'
export { type FinalAnswer, finalAnswer, goldAnswer } from './final-answer.js'
export type { AnswerSample } from './gold.js'
export { mcqAccuracy, type McqAccuracyOptions, type McqSample } from './mcq.js'
export { type Choices, type NamedOption, namedOption, prepareChoices } from './named-option.js'
export { openEndedAccuracy, type OpenEndedOptions } from './open-ended.js'
export { type McqOptions, readOptions } from './options.js'
export { parseQuantity, type Quantity, sameQuantity } from './quantity.js'
export { sameAnswer } from './same-answer.js'
export {
  type MatchingBlock,
  matchingBlocks,
  sequenceMatcherRatio,
  type SequenceMatcherOptions,
} from './sequence-matcher.js'
export { softJaccard, type SoftJaccardOptions } from './soft-jaccard.js'
export { wordsToNumber } from './words-to-number.js'
