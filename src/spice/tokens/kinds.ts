/** What a UTF-16 unit is to the scanner. */
export const Kind = { dropped: 0, space: 1, letter: 2, mark: 3, digit: 4, joiner: 5, soft: 6, other: 7 } as const

/**
 * The kinds from U+0080 on, run by run: a letter for the kind, then the length of the run in base 36 (none: 1). Measured on the
 * original, one unit at a time; much of what a newer Unicode knows is dropped there, and so are all surrogates.
 */
const RUNS =
  'OX4SXbO7XOX6SO9LO2HO7LO4LO5LnOLvOLcqM4LcMeL5M7LMLM3lL5ML2M2L4OX5M2LOL3XLXLkXL2bML3vXM5X2L4eX9L12X2LM6XL13XOHX6M19OMOM2' +
  'OM2OMX8LrX5L3O2XbO4X2O7X7OM6OX2O2L17MkXDaO4L2ML2rOLMfL2M7L2DaL3M2LOeXMLMLuMtL2hMbLXeDaLxM9L2O3XLX5LmX4LX9LX3LXnLpX1zLX' +
  'LbX2bM4L1iX2MLMhXLM5X2LaM2O2DaXL7XL7XM3XL8X2L2X2LmXL7XLX3L4X2MLM7X2M2X2M3LX8MX4L2XL3M2X2DaL2XfM3XL6X4L2X2LmXL7XL2XL2XL' +
  '2X2MXMiX9L4XLX7DaX2L3XcM3XL9XL3XLmXL7XL2XL5X2MLMiLXfL2X4DaXlL8X2L2X2LmXL7XL2XL5X3LXuL2XL3X4DaXLXgMLXL6X3L3XL4X3L2XLXL2' +
  'X3L2X3L3X3LcX4M5X3M3XM4X2LXlDaXhM3XL8XL3XLnXLaXL5X3LMpXL2X6L2X4DaXlL8XL3XLnXLaXL5X3LXwLXL2X4DaXL2XiL8XL3XL15X2LM7XM3X5' +
  'LXhL2X4DaXaL6X5LiX3LoXL9XLX2L7X1mL1cML2M7X4OL7M8ODaX13L2XLX2L2XLX2LX6L4XL7XL3XLXLX2L2XL4ML2M9LX2L5XLXM6X2DaX2L4XwLXvDa' +
  'XmL8XL10XrL5X37L17XkLDaX6L6X4L4X3LX3L2X7L3X4LdXcLXDaX6L12XLX5LX2L17XL99XL4X2L7XLXL4X2L15XL4X2LxXL4X2L7XLXL4X2LfXL1lXL4' +
  'X2L1vX11LgXgL2dXcLh8X2LhXLqX5L23XlLdXL4XeLiXeLiXeLdXL3XfL1gXzLX4LX3DaX12DaX6L2gX8L15XLX5L1yXaLtX15DaLuX2L5XbL18XlL7X8D' +
  'aX12LnX9L1hX17DaX6DaXdLX2lL1bXhL7X4DaX15LuXdL2DaL18XqL10XsDaX3L3DaL10X2zL4XL4X3L2X9L5cX1sL7qX2L6X2L12X2L6X2L8XLXLXLXLv' +
  'X2L1hXL7OLX3L3XL7X3L4X2L6X4LdX5L3XL7X3SbX5H2XOhX2OXS2X6OcX2O7X17OLX2ObLOfXLdX3OX3OX7OX2bO2LO4LO2LaOLO3L5O6LOLOLOL4OLbO' +
  '2L4O5L5O4LOX3OcX10L2XbO228L1bXL1bXL3pX6L4X3L2XcL12XLX5LX2L1kX7LXgLnX9L7XL7XL7XL7XL7XL7XL7XL7X28LXcwSO2X2L2XbOXuL5X5L2X' +
  '4L2eX6L3XL2iOL4X5L15X3L2mXhLrX1hLgXe8L52uX22Lg5pX1fLwdX1vL1aX2L7hX3LgDaL2XkL1bXgLpX8L1yX1dL9X2L2vX2L4XL4XcLbX25LaXL3XL' +
  '4XLnXtL1gXeL1eXsDaXoL6X3LX4DaLsXaLnXpLtX7L1bXsLDaX12L15XnL3XL8X4DaX6LnX3LX5L1cXLX3L2X2L5X2LXLXoL3X2LbX7L3XcL6X2L6X2L6X' +
  '9L7XL7X41LzXdDaX6L8mcXcLnX4L1dX6isLa6X2L2yX12L7XcL5X5LXLaXLdXL5XLXL2XL2XL30XxLa3XiL1sX2L1iX14LcX38L5XL3rX4OfDaO7LqO6Lq' +
  'ObL2hX3L6X2L6X2L6X2L3X3O2X3O2Xp'

/** Unseen inside words and numbers, and a hyphen by itself. */
const SOFT_HYPHEN = 0xad

const CODES = new Map([
  ['X', Kind.dropped],
  ['S', Kind.space],
  ['L', Kind.letter],
  ['M', Kind.mark],
  ['D', Kind.digit],
  ['H', Kind.joiner],
  ['O', Kind.other],
])

const readRuns = (): Uint8Array => {
  const kinds = new Uint8Array(0x10000)
  for (const space of '\t\n\v\f\r ') kinds[space.charCodeAt(0)] = Kind.space
  kinds.fill(Kind.other, 0x21, 0x7f)
  kinds.fill(Kind.digit, 0x30, 0x3a)
  kinds.fill(Kind.letter, 0x41, 0x5b)
  kinds.fill(Kind.letter, 0x61, 0x7b)
  let at = 0x80
  for (const [, kind, length] of RUNS.matchAll(/([A-Z])([0-9a-z]*)/g)) {
    const end = at + (length === '' ? 1 : parseInt(length as string, 36))
    kinds.fill(CODES.get(kind as string) as number, at, end)
    at = end
  }
  kinds[SOFT_HYPHEN] = Kind.soft
  return kinds
}

/** The kind of each UTF-16 unit. */
const KINDS = readRuns()

/** The kind of the unit there; past the end of the text, `dropped`. */
export const kindAt = (text: string, at: number): number =>
  at < text.length ? (KINDS[text.charCodeAt(at)] as number) : Kind.dropped

/** A letter or digit, or what is unseen among them. */
export const isAlphanumeric = (kind: number): boolean =>
  kind === Kind.letter || kind === Kind.digit || kind === Kind.soft

/** ASCII only. */
export const isLatin = (unit: number): boolean => {
  const lower = unit | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** ASCII only. */
export const isCapital = (unit: number): boolean => unit >= 0x41 && unit <= 0x5a

/** 0 to 9. */
export const isAsciiDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
