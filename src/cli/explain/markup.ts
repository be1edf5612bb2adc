/** Text that is HTML as it stands. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text and numbers are escaped, pieces of HTML are not. */
type Piece = string | number | Html | ReadonlyArray<Html> | undefined

/**
 * HTML from a template (named so that formatters leave its blanks alone). Every value is escaped, so that it can stand in text and in a quoted attribute; only what another template made
 * goes in as it is.
 */
export const markup = (literals: TemplateStringsArray, ...pieces: ReadonlyArray<Piece>): Html =>
  new Html(literals.map((literal, i) => (i === 0 ? '' : show(pieces[i - 1])) + literal).join(''))

const show = (piece: Piece): string => {
  if (piece === undefined) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string') return escapeHtml(piece)
  return typeof piece === 'number' ? String(piece) : piece.map(({ text }) => text).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string)

/**
 * Control characters and those that turn the direction of text around are shown as escapes: the first are not allowed in HTML, the second
 * could make a page say what the data do not.
 */
export const visible = (text: string): string =>
  text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
