/** Where the figures of {@link originals} come from. */
export const ORIGINALS_ORIGIN =
  'the published Python functions, one thread, 1,000 completions of 524 characters, best of 5 (Python 3.11; another machine)'

/** Where that of SPICE comes from. */
export const SPICE_ORIGIN =
  'spice-1.0.jar with CoreNLP 3.6.0, Java 17, one thread, 1,000 pairs of captions after its start, nothing cached (another machine, loaded)'

/** An original program's function and its speed. */
export interface Original {
  readonly name: string
  readonly samplesPerSecond: number
}

const qa: Original = { name: 'ULM-R1 qa reward', samplesPerSecond: 127_421 }

/** What one would otherwise use, by reward id, where its speed was measured. Multiple choice is judged by the same function. */
export const originals: ReadonlyMap<string, Original> = new Map([
  ['format', { name: 'ULM-R1 format reward', samplesPerSecond: 278_014 }],
  ['format-tags', { name: 'ULM-R1 tag count', samplesPerSecond: 770_204 }],
  ['think-format', { name: 'TRL think format reward', samplesPerSecond: 173_058 }],
  ['mcq', qa],
  ['open-ended', qa],
  ['containment', { name: 'ULM-R1 open classification', samplesPerSecond: 611_124 }],
  ['spice', { name: 'SPICE 1.0 (Java)', samplesPerSecond: 9.8 }],
])

/** difflib's ratio of two strings of 30 characters, of the same origin. */
export const DIFFLIB_RATIOS_PER_SECOND = 20_685
