/** What a symbol puts into the tree: `NN^NP` a tag NN, `NP-b^S` a node NP, `@...` nothing. */
export const labelOf = (symbol: string): string => {
  if (symbol.startsWith('@') || symbol === 'ROOT') return ''
  const own = symbol.slice(0, symbol.indexOf('^', 1))
  // The names of brackets: -LRB-, -RRB- and the like.
  if (own.startsWith('-')) return own
  if (own.startsWith('NP-TMP')) return 'NP-TMP'
  const dash = own.indexOf('-')
  return dash < 0 ? own : own.slice(0, dash)
}
