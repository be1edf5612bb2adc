import type { FieldInfo } from './entry.js'

export const field = (name: string, required: boolean, description: string): FieldInfo => ({
  name,
  required,
  description,
})

/** The fields that several rewards read. */
export const completion = field('completion', true, 'the text the policy wrote; null is judged as nothing written')
export const answer = field('answer', true, 'the gold answer, plain or in answer tags')
export const completionIds = field('completionIds', true, 'the token ids of the completion, an array of integers')
