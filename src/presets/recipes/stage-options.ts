import { type ZodExactOptional, type ZodType, z } from 'zod'
import { mcqEntry, openEndedEntry } from '../accuracy-entries.js'
import { type CycleEntryOptions, cycleOptions } from '../cycle-entry.js'
import { optional } from '../entry.js'
import { formatEntry } from '../format-entries.js'
import { tokenEntry } from '../token-entry.js'
import { LAMBDA } from './constants.js'

type Given = Readonly<Record<string, unknown>>

/** The options of the recipes, as they have passed the schema. */
export interface StageOptions {
  readonly cycle?: 'lite' | CycleEntryOptions
  readonly matching?: Given
  readonly lambda?: number
  readonly mcq?: Given
  readonly openEnded?: Given
  readonly format?: Given
}

/** Options of the terms of generation. A sample without tokens fails, so that what `text-image-matching` calls `absent` is none of them. */
export const generationShape = (
  spec: ZodType,
): { readonly cycle: ZodExactOptional; readonly matching: ZodExactOptional } => ({
  cycle: optional(
    z.union([z.literal('lite'), cycleOptions(spec)]),
    "options of corl/cycle; 'lite': corl/cycle-lite instead, which needs no checkpoint and is not the paper's reward",
  ),
  matching: optional(tokenEntry.options(spec).omit({ absent: true }), 'options of text-image-matching'),
})

/** Options of the terms of understanding. */
export const understandingShape = (
  spec: ZodType,
): { readonly mcq: ZodExactOptional; readonly openEnded: ZodExactOptional; readonly format: ZodExactOptional } => ({
  mcq: optional(mcqEntry.options(spec), 'options of mcq'),
  openEnded: optional(openEndedEntry.options(spec), 'options of open-ended'),
  format: optional(formatEntry.options(spec), 'options of format'),
})

export const lambda = optional(z.number(), 'the weight of R_Acc + R_Format', LAMBDA)
