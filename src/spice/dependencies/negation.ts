import type { Node } from './node.js'

export const isNegation = ({ head }: Node): boolean => head.word === 'not' || head.word === "n't"
