import { accuracyEntries } from './accuracy-entries.js'
import { bertScoreEntry } from './bert-score-entry.js'
import { clipEntry } from './clip-entry.js'
import { cycleEntry } from './cycle-entry.js'
import { cycleLiteEntry } from './cycle-lite-entry.js'
import type { RewardEntry } from './entry.js'
import { formatEntries } from './format-entries.js'
import { plannedEntries } from './planned-entries.js'
import { recaptionEntry } from './recaption-entry.js'
import { shapingEntries } from './shaping-entries.js'
import { spiceEntry } from './spice-entry.js'
import { stageEntries } from './stage-entries.js'
import { tokenEntry } from './token-entry.js'
import { visionEntries } from './vision-entries.js'

/**
 * Every reward that has an id, in the order of the documentation.
 *
 * @example
 * ```ts @import.meta.vitest
 * expect(registry.get('mcq')?.fields.map((field) => field.name)).toContain('answer')
 * expect(registry.get('math')?.status).toBe('planned')
 * ```
 * @category registry
 * @since 0.1.0
 */
export const registry: ReadonlyMap<string, RewardEntry> = new Map(
  [
    ...formatEntries,
    ...accuracyEntries,
    ...shapingEntries,
    ...visionEntries,
    spiceEntry,
    bertScoreEntry,
    recaptionEntry,
    tokenEntry,
    clipEntry,
    cycleEntry,
    cycleLiteEntry,
    ...stageEntries,
    ...plannedEntries,
  ].map((entry) => [entry.id, entry]),
)
