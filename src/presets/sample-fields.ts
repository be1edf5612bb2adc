/** The fields of a sample whose name in snake_case differs. */
const ALIASES: ReadonlyArray<readonly [snake: string, camel: string]> = [
  ['image_tokens', 'imageTokens'],
  ['text_tokens', 'textTokens'],
  ['image_mask', 'imageMask'],
  ['text_mask', 'textMask'],
  ['text_labels', 'textLabels'],
  ['image_grid', 'imageGrid'],
  ['completion_ids', 'completionIds'],
]

/**
 * A sample from outside with its fields under the names rewards read: `completion_ids` becomes `completionIds`, and so on.
 * Where both are there, camelCase wins. All other fields stay as they are.
 *
 * @param fields - The sample as it came; it is not changed.
 * @returns The same object where nothing had to be renamed.
 * @example
 * ```ts @import.meta.vitest
 * expect(toSample({ completion_ids: [1, 2], id: 7 })).toEqual({ completionIds: [1, 2], id: 7 })
 * ```
 * @category samples
 * @since 0.1.0
 */
export const toSample = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  let sample = fields
  for (const [snake, camel] of ALIASES) {
    if (!Object.hasOwn(sample, snake)) continue
    const { [snake]: value, ...rest } = sample
    sample = Object.hasOwn(rest, camel) ? rest : { ...rest, [camel]: value }
  }
  return sample
}
