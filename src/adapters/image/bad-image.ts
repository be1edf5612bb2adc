/** Thrown inside this folder where an input is no image; the reader turns it into `InvalidInput` of whoever asked. */
export class BadImage extends Error {
  constructor(
    readonly expected: string,
    readonly received: string,
  ) {
    super(`expected ${expected}, got ${received}`)
  }
}

/** A text of foreign origin, short enough for a message and on one line; of a long one the end, where a path has its name. */
export const brief = (text: string, longest = 60): string => {
  // eslint-disable-next-line no-control-regex -- Control characters do not belong in a message.
  const line = text.slice(-4 * longest).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return text.length <= longest ? line : `…${line.slice(-longest)}`
}
