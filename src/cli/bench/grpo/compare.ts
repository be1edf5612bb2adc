import { compareTimings, type SectionComparison } from '../sections/compare-timings.js'
import { type BackendResult, type GrpoReport, grpoTimingsOf } from './schema.js'

/**
 * Compares the sections of two runs; golden losses that agreed may not agree less.
 *
 * @param isWanted - As of {@link compareTimings}.
 */
export const compareGrpoReports = (
  base: GrpoReport | undefined,
  current: GrpoReport | undefined,
  thresholdPercent: number,
  isWanted: (id: string) => boolean,
): SectionComparison => {
  const backends = (current?.backends ?? []).flatMap((now) => {
    const before = base?.backends.find(({ backend }) => backend === now.backend)
    return before === undefined ? [] : [{ before, now }]
  })
  return {
    ...compareTimings(base && grpoTimingsOf(base), grpoTimingsOf(current), thresholdPercent, isWanted),
    regressions: backends.flatMap(({ before, now }) => [
      // As shares, without division: the shipped cases may have grown in number.
      ...(now.golden.agreed * before.golden.cases < before.golden.agreed * now.golden.cases
        ? [`grpo/${now.backend}: golden losses fell from ${tally(before)} to ${tally(now)}`]
        : []),
      ...(now.leakedTensors > Math.max(0, before.leakedTensors)
        ? [`grpo/${now.backend}: ${now.leakedTensors} tensors leaked, before ${before.leakedTensors}`]
        : []),
    ]),
    remarks: backends.flatMap(({ before, now }) =>
      before.device === now.device ? [] : [`grpo/${now.backend}: the base ran on ${before.device}, now ${now.device}`],
    ),
  }
}

const tally = ({ golden }: BackendResult): string => `${golden.agreed} of ${golden.cases}`
