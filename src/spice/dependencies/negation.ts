import type { Node } from './node.js'

const NEGATIONS: ReadonlySet<string> = new Set(['not', "n't", 'never'])

export const isNegation = ({ head }: Node): boolean => NEGATIONS.has(head.word)
