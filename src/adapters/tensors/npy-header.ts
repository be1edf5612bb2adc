/** What the header of an `.npy` file says of its array. */
export interface NpyHeader {
  /** The type of the elements, as '<f4'. */
  readonly descr: string
  readonly fortranOrder: boolean
  readonly shape: ReadonlyArray<number>
}

/** An entry of the dictionary that NumPy writes, with the comma behind it, or the end. */
const ENTRY = /\s*'(descr|fortran_order|shape)'\s*:\s*(?:'([^'\\]*)'|(True|False)|\(([\d\sL,]*)\))\s*(?:,\s*\}$|,|\}$)/y

/**
 * Reads the header as data: a dictionary of a text, `True` or `False`, and a tuple of whole numbers. Nothing in it is run. Arrays of records
 * have other entries and are not read.
 *
 * @returns What it says; nothing where it is anything else.
 */
export const readNpyHeader = (text: string): NpyHeader | undefined => {
  const body = text.trimEnd()
  if (!body.startsWith('{') || !body.endsWith('}')) return undefined
  const entries = new Map<string, RegExpExecArray>()
  ENTRY.lastIndex = 1
  while (ENTRY.lastIndex < body.length) {
    const entry = ENTRY.exec(body)
    if (entry === null || entries.has(entry[1] as string)) return undefined
    entries.set(entry[1] as string, entry)
  }
  const descr = entries.get('descr')?.[2]
  const order = entries.get('fortran_order')?.[3]
  const sizes = entries.get('shape')?.[4]
  const shape = sizes === undefined ? undefined : sizesOf(sizes)
  if (descr === undefined || order === undefined || shape === undefined) return undefined
  return { descr, fortranOrder: order === 'True', shape }
}

/** `576, 2048` or `5,` of a tuple; an L behind a number is Python 2's. */
const sizesOf = (tuple: string): ReadonlyArray<number> | undefined => {
  const pieces = tuple.split(',').map((piece) => piece.trim())
  if (pieces.at(-1) === '') pieces.pop()
  return pieces.every((piece) => /^\d{1,15}L?$/.test(piece))
    ? pieces.map((piece) => Number.parseInt(piece, 10))
    : undefined
}
