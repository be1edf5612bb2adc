import { isApostrophe } from './word-end.js'

/** The token with brackets as Penn Treebank writes them. */
export const bracketsNamed = (token: string): string => token.replaceAll('(', '-LRB-').replaceAll(')', '-RRB-')

/** The token with its spaces as no-break spaces, so that it has none; without soft hyphens. */
export const spacesKept = (token: string): string => withoutSoftHyphens(token.replaceAll(' ', '\u00a0'))

/** The token without soft hyphens; a hyphen, if it has nothing else. */
const withoutSoftHyphens = (token: string): string => token.replaceAll('\u00ad', '') || '-'

/** The token with straight quotes, without soft hyphens. */
export const plainQuotes = (token: string): string => {
  for (let at = 0; at < token.length; at++) {
    const unit = token.charCodeAt(at)
    if (unit === 0xad || (unit > 0x60 && isApostrophe(unit)))
      return withoutSoftHyphens(token)
        .replace(/[\u2019\u0092]/g, "'")
        .replace(/[\u2018\u201b\u0091]/g, '`')
  }
  return token
}
