import { isJson, type Json } from './read-json.js'

/** A token that is looked for in texts before they are taken apart, as descriptions of tokenizers list it. */
export interface AddedToken {
  readonly id: number
  readonly content: string
  readonly special: boolean
  readonly normalized: boolean
  readonly single_word: boolean
  readonly lstrip: boolean
  readonly rstrip: boolean
}

/** The roles of special tokens, in the order in which those without a number get one. */
const ROLES = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'] as const

/** A role that a special token has in its tokenizer. */
export type Role = (typeof ROLES)[number]

/** Further ones, by the names that versions of transformers gave to their list. */
const FURTHER = ['additional_special_tokens', 'extra_special_tokens']

/** A token stands in a configuration as its text, or as an object with its text. */
export const contentOf = (token: unknown): string | undefined => {
  const content = isJson(token) ? token['content'] : token
  return typeof content === 'string' ? content : undefined
}

/** The token of each role: what the configuration says, else the usual one of this kind of tokenizer. */
export const rolesOf = (config: Json, usual: Readonly<Partial<Record<Role, string>>>): ReadonlyMap<Role, string> =>
  new Map(
    ROLES.flatMap((role) => {
      const content = contentOf(config[role]) ?? usual[role]
      return content === undefined ? [] : [[role, content] as const]
    }),
  )

/**
 * The special tokens of a tokenizer without a list of them: those that have a role, and those its configuration names. A number comes from
 * the vocabulary, else from `added_tokens_decoder`, else it is the next one, as in transformers.
 */
export const addedTokens = (
  vocabulary: ReadonlyMap<string, number>,
  config: Json,
  roles: ReadonlyMap<Role, string>,
): ReadonlyArray<AddedToken> => {
  const listed = new Map(
    Object.entries(isJson(config['added_tokens_decoder']) ? config['added_tokens_decoder'] : {}).flatMap(
      ([id, token]) => {
        const content = contentOf(token)
        return content === undefined ? [] : [[content, { ...(isJson(token) ? token : {}), id: Number(id) }] as const]
      },
    ),
  )
  const further = FURTHER.flatMap((key): ReadonlyArray<unknown> => (Array.isArray(config[key]) ? config[key] : []))
  const contents = new Set([...listed.keys(), ...roles.values(), ...further.flatMap((token) => contentOf(token) ?? [])])
  let next = vocabulary.size
  for (const { id } of listed.values()) next = Math.max(next, id + 1)
  return [...contents].map((content) => {
    const said: { readonly id?: number; readonly [field: string]: unknown } = listed.get(content) ?? {}
    const flag = (field: string, otherwise: boolean): boolean => (said[field] ?? otherwise) === true
    return {
      id: said.id ?? vocabulary.get(content) ?? next++,
      content,
      special: flag('special', true),
      normalized: flag('normalized', false),
      single_word: flag('single_word', false),
      lstrip: flag('lstrip', false),
      rstrip: flag('rstrip', false),
    }
  })
}
