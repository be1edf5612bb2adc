/** Where the figures of {@link originals} come from. */
export const ORIGINALS_ORIGIN =
  'the published Python functions, one thread, 1,000 completions of 524 characters, best of 5 (Python 3.11; another machine)'

/** Where that of SPICE comes from. */
const SPICE_ORIGIN =
  'spice-1.0.jar with CoreNLP 3.6.0, Java 17, one thread, 1,000 pairs of captions after its start, nothing cached (another machine, loaded)'

/** Where that of R_TIM comes from. */
const MATCHING_ORIGIN =
  "ULM-R1's loop over a batch of 16 in torch 2.15.0, float32, two threads, median of 25 runs (12.9 ms; another machine)"

/** An original program's function and its speed. */
export interface Original {
  readonly name: string
  readonly samplesPerSecond: number
}

const qa: Original = { name: 'ULM-R1 qa reward', samplesPerSecond: 127_421 }

const matching: Original = { name: 'ULM-R1 token matching (torch)', samplesPerSecond: 1240 }

/** What one would otherwise use, by the id in the table, where its speed was measured. Multiple choice is judged by the same function. */
export const originals: ReadonlyMap<string, Original> = new Map([
  ['format', { name: 'ULM-R1 format reward', samplesPerSecond: 278_014 }],
  ['format-tags', { name: 'ULM-R1 tag count', samplesPerSecond: 770_204 }],
  ['think-format', { name: 'TRL think format reward', samplesPerSecond: 173_058 }],
  ['mcq', qa],
  ['open-ended', qa],
  ['containment', { name: 'ULM-R1 open classification', samplesPerSecond: 611_124 }],
  ['text-image-matching', matching],
  ['text-image-matching/fast', matching],
  ['spice', { name: 'SPICE 1.0 (Java)', samplesPerSecond: 9.8 }],
])

/** Of the figures in {@link originals}, by reward id; of the others it is {@link ORIGINALS_ORIGIN}. */
export const ownOrigins: ReadonlyMap<string, string> = new Map([
  ['spice', SPICE_ORIGIN],
  ['text-image-matching', MATCHING_ORIGIN],
  ['text-image-matching/fast', MATCHING_ORIGIN],
])

/** difflib's ratio of two strings of 30 characters, of the same origin. */
export const DIFFLIB_RATIOS_PER_SECOND = 20_685
