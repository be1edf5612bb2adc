/** Three significant digits, thousands set apart: 1,230,000; from ten million on in millions. */
export const compact = (value: number): string => {
  const rounded = Number(value.toPrecision(3))
  return rounded < 1e7 ? rounded.toLocaleString('en-US', { maximumFractionDigits: 1 }) : `${rounded / 1e6}M`
}

/** Microseconds with three significant digits, from a hundred thousand on in thousands; '-' for what was not measured. */
export const micros = (value: number | null): string => {
  if (value === null) return '-'
  const rounded = Number(value.toPrecision(3))
  return rounded < 1e5 ? rounded.toLocaleString('en-US', { maximumFractionDigits: 3 }) : `${rounded / 1e3}k`
}

/** Three significant digits, four decimals at most. */
export const significant = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 4 })

/** Milliseconds with three significant digits. */
export const milliseconds = (value: number): string => significant(value)

/** How many times as fast. */
export const ratio = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)}x`

/** A change with its sign. */
export const signedPercent = (percent: number): string => `${percent < 0 ? '' : '+'}${percent.toFixed(1)} %`

/** The first `length` characters, the last of them an ellipsis where there are more. */
export const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`

/** The same with the ellipsis in the middle: names often differ at their ends. */
export const shortenMiddle = (text: string, length: number): string => {
  const end = Math.floor((length - 1) / 2)
  return text.length <= length ? text : `${text.slice(0, length - 1 - end)}…${text.slice(-end)}`
}

/** Breaks a text at spaces into lines of at most `width` characters; a word that is longer is cut, and no control character is kept. */
export const wrap = (text: string, width: number, indent = ''): string => {
  const lines: Array<string> = []
  let line = ''
  for (const word of text.replace(/\p{Cc}/gu, ' ').split(' ')) {
    let rest = word
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line)
      line = indent
    }
    line += (line === '' || line === indent ? '' : ' ') + rest
    while (line.length > width) {
      lines.push(line.slice(0, width))
      rest = line.slice(width)
      line = indent + rest
    }
  }
  return [...lines, line].join('\n')
}

/** Lines as a list. */
export const bullets = (lines: ReadonlyArray<string>, width: number): string =>
  lines.map((line) => `  ${wrap(line, width - 2, '  ').replaceAll('\n', '\n  ')}`).join('\n')
