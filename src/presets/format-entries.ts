import { z } from 'zod'
import { format, formatTags, thinkFormat } from '../format/index.js'
import { available, type RewardEntry, variant } from './entry.js'
import { completion } from './fields.js'

const sample = { completion: '<think>two and two</think><answer>4</answer>' }

export const formatEntry: RewardEntry = available(
  {
    id: 'format',
    title: 'Think/answer layout: one think block, then one answer block',
    range: { min: 0, max: 1 },
    fields: [completion],
    example: { spec: 'format', sample },
  },
  () => z.strictObject({ variant }),
  format,
)

/** The rewards of layout. */
export const formatEntries: ReadonlyArray<RewardEntry> = [
  formatEntry,
  available(
    {
      id: 'format-tags',
      title: 'Partial credit for the layout: 0.125 for each of the four tags that occurs exactly once',
      range: { min: 0, max: 0.5 },
      fields: [completion],
      example: { spec: { 'format-tags': { variant: 'released' } }, sample },
    },
    () => z.strictObject({ variant }),
    formatTags,
  ),
  available(
    {
      id: 'think-format',
      title: "TRL's reasoning layout: the completion begins with its only <think>, closed later on",
      range: { min: 0, max: 1 },
      fields: [completion],
      example: { spec: 'think-format', sample: { completion: '<think>two and two</think> It is 4.' } },
    },
    () => z.strictObject({}),
    () => thinkFormat(),
  ),
]
