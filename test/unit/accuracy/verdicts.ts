type Verdict = readonly [text: string, value: 0 | 1]

/** Options, the gold answer, what a model wrote, and what a careful reader gives it. */
export type Row = readonly [options: ReadonlyArray<string> | null, gold: string, ...Verdict]

export const rows = (
  options: ReadonlyArray<string> | null,
  gold: string,
  verdicts: ReadonlyArray<Verdict>,
): ReadonlyArray<Row> => verdicts.map(([text, value]) => [options, gold, text, value])

export const city = ['London', 'Paris', 'Rome', 'Berlin']
