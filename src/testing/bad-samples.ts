/**
 * Samples no reward can make sense of: none at all, values of other types, an empty object, one that throws when it is read,
 * and a copy of a good sample with every field of a wrong type.
 *
 * @param good - Its field names are used; what is no object has none.
 * @example
 * ```ts @import.meta.vitest
 * expect(badSamples({ completion: 'text' })).toContainEqual({ completion: 7n })
 * expect(() => Object.keys(badSamples({}).at(-1) as object)).toThrow('this sample cannot be read')
 * ```
 * @category constructors
 * @since 0.1.0
 */
export const badSamples = (good: unknown): ReadonlyArray<unknown> => {
  const fields = typeof good === 'object' && good !== null ? Object.keys(good) : []
  const withEvery = (value: unknown): unknown => Object.fromEntries(fields.map((field) => [field, value]))
  return [null, undefined, 0, 'text', [], {}, withEvery(7n), withEvery({ deep: [NaN] }), unreadable()]
}

const unreadable = (): object => {
  const refuse = (): never => {
    throw new Error('this sample cannot be read')
  }
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse })
}
