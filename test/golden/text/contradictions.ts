import type { Contradiction } from '../support.js'

/**
 * Cases of the text goldens whose value for the paper variant contradicts the rule that another case states: the same answers
 * against the same gold (O083, O084), or a defect that is mended in one case and left in its twin (the others). `given` pins the case's own content: another case with the same id is not set aside.
 */
export const contradictions: ReadonlyArray<Contradiction> = [
  {
    id: 'O005',
    given: { qa_solution: '<answer>21</answer>', original: 0 },
    why: "'twenty one' against 21 is left at 0, while O006 asks 1 for 'twenty-one' and O007 1 for 'one hundred' ('same number')",
  },
  ...['O083', 'O084'].map((id) => ({
    id,
    given: { qa_solution: '<answer>50%</answer>', intended: 0.36363636363636365 },
    why: "the answer '50 %' against '50%' is worth 0.364 here and 1 in O011 ('spacing')",
  })),
  {
    id: 'C074',
    given: { cls_solution: '<think>t</think> <answer>golden retriever</answer>', original: 0.9 },
    why: "the answer 'e' keeps 0.9, while C073 asks 0 for 'a' ('one letter of the gold is a substring')",
  },
  {
    id: 'X074',
    given: { cls_solution: '<think>t</think> <answer>golden retriever</answer>', original: 0.9 },
    why: "the answer 'e' keeps 0.9, while X073 notes of 'a' that 'one letter of the gold is a substring'",
  },
  ...['C086', 'X086'].map((id) => ({
    id,
    given: { cls_solution: 'None', original: 0 },
    why: "'none' against 'None' is left at 0, while C009 asks 1 without regard to the gold's capitals",
  })),
]
