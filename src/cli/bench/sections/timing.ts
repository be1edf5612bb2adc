import { z } from 'zod'

/** A whole number from 0 on. */
export const count = z.int().min(0)

/** A number above 0. */
export const positive = z.number().positive()

/** `id`: the part that measured it, a blank, what. `ms`: the median of one item: an image, a pair, a call, as the row says. */
export const timing = z.strictObject({ id: z.string(), ms: positive, perSecond: positive, runs: count })

export type Timing = z.infer<typeof timing>
