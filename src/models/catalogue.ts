import { backbones, lpips } from './catalogue-lpips.js'
import { hubModels } from './catalogue-hub.js'
import type { CatalogueEntry } from './entry.js'

/**
 * Every model there is a source for. Only facts that are known: an unknown size or digest is absent.
 *
 * @category model
 * @since 0.2.0
 */
export const catalogue: ReadonlyArray<CatalogueEntry> = [...lpips, ...backbones, ...hubModels]

/**
 * The model of a name or alias, told apart by letter and case.
 *
 * @param name - What a user wrote; anything but a known name is nothing.
 * @param models - Where to look; by default the whole catalogue.
 * @example
 * ```ts @import.meta.vitest
 * expect(findModel('lpips-vgg')?.files.map(({ role }) => role)).toEqual(['backbone', 'heads'])
 * expect(findModel('../lpips-vgg')).toBeUndefined()
 * ```
 * @category pure
 * @since 0.2.0
 */
export const findModel = (
  name: string,
  models: ReadonlyArray<CatalogueEntry> = catalogue,
): CatalogueEntry | undefined => models.find((entry) => entry.name === name || entry.aliases?.includes(name) === true)
