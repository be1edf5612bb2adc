type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [name: string]: Json
}

/** Nesting beyond this is a mistake, a cycle as a rule. */
const MAX_DEPTH = 32

/** An own copy of an object of plain JSON; undefined for any other value, for what JSON does not hold as it is, and for what cannot be read. */
export const plainObject = (value: unknown): JsonObject | undefined => {
  try {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && isPlain(value, 0) ? (JSON.parse(JSON.stringify(value)) as JsonObject) : undefined
  } catch {
    return undefined
  }
}

const isPlain = (value: unknown, depth: number): boolean => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === MAX_DEPTH) return false
  const members: ReadonlyArray<unknown> = Array.isArray(value) ? Array.from<unknown>(value) : membersOf(value)
  return members.every((member) => isPlain(member, depth + 1))
}

/** Those of a plain object; of any other kind (a Date, a Map) one that is no JSON. */
const membersOf = (value: object): ReadonlyArray<unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.values(value) : [undefined]
}
