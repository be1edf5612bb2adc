/** A kind of text that makes careless readers slow. */
export interface HostileText {
  readonly name: string
  /** A text of exactly `length` UTF-16 units. */
  readonly make: (length: number) => string
}

const repeated = (name: string, unit: string, before = '', after = ''): HostileText => ({
  name,
  make: (length) => {
    const middle = Math.max(0, length - before.length - after.length)
    const text = before + unit.repeat(Math.ceil(middle / unit.length)).slice(0, middle) + after
    // Flat, as a text read from a file is.
    return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')
  },
})

/** Words none of which occurs twice. */
const distinctWords: HostileText = {
  name: 'distinct words',
  make: (length) => {
    let text = '<answer>'
    for (let i = 0; text.length < length; i++) text += `w${i.toString(36)} `
    return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')
  },
}

/** Ten kinds; the names go into the table. */
export const hostileTexts: ReadonlyArray<HostileText> = [
  repeated('unclosed think tags', '<think>'),
  repeated('unclosed answer tags', '<answer>'),
  repeated('nested blocks', '<think><answer>'),
  repeated('repeated blocks', '<think>a</think><answer>b</answer>'),
  repeated('white space between the blocks', ' \n\u3000', '<think>a</think>', '<answer>b</answer'),
  repeated('open braces', '\\boxed{'),
  repeated('option letters', '(A) or (B), not C. '),
  repeated('halves of tags', '<</think<answer'),
  repeated('lone surrogates and null bytes', '\uD800\u0000\uDC00', '<answer>'),
  distinctWords,
]
