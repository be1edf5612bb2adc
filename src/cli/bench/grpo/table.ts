import { alignedTable } from '../../aligned-table.js'
import { compact, milliseconds, significant, wrap } from '../text.js'
import { showShape } from './numbers.js'
import type { BackendResult, GrpoReport, LogitTiming } from './schema.js'

type Cells = ReadonlyArray<string>

const table = (head: Cells, rows: ReadonlyArray<Cells>): string => alignedTable(head, rows, 'numbers').trimEnd()

const percentage = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(0)} %`)

/** The tables of the section of the GRPO core, each at most `width` columns wide. */
export const grpoTables = (grpo: GrpoReport | undefined, width: number): ReadonlyArray<string> => {
  if (grpo === undefined) return []
  const { advantages, backends } = grpo
  const logits = [...grpo.logits, ...backends.flatMap((backend) => backend.logits)]
  return [
    ...(advantages === null ? [] : [advantageTable(advantages, width)]),
    ...(logits.length === 0 ? [] : [logitTable(logits, grpo, width)]),
    ...(backends.length === 0 ? [] : [lossTable(grpo, width), backendTable(backends)]),
  ]
}

const advantageTable = (
  { groups, groupSize, barMs, rows }: NonNullable<GrpoReport['advantages']>,
  width: number,
): string => {
  const caption = wrap(
    `GRPO core: advantages of ${groups.toLocaleString('en-US')} groups of ${groupSize} completions, one thread, float64. Bar: ${barMs} ms.`,
    width,
  )
  const body = table(
    ['advantages', 'ms', 'groups/s', 'of the bar', 'runs'],
    rows.map(({ id, ms, perSecond, shareOfBar, runs }) => [
      id.replace(/^\S+ /, ''),
      milliseconds(ms),
      compact(perSecond),
      percentage(shareOfBar),
      String(runs),
    ]),
  )
  return `${caption}\n${body}`
}

const logitTable = (
  rows: ReadonlyArray<LogitTiming>,
  { threads, memoryGigabytesPerSecond: memory }: GrpoReport,
  width: number,
): string => {
  const caption = wrap(
    `GRPO core: from logits [rows, tokens, vocabulary] to log-probabilities, the loss (dapo) and its gradient by the logits, float32.${memory === null ? '' : ` Memory: ${memory.toFixed(1)} GB/s (copies on ${threads} threads, read and written bytes, best of several).`}`,
    width,
  )
  const body = table(
    ['on', 'logits', 'ms', 'tokens/s', 'GB/s', 'of memory', '+MiB', 'runs'],
    rows.map((row) => [
      row.on === 'arrays' ? `arrays, ${threads} threads${row.inPlace ? ', in place' : ''}` : row.on,
      showShape(row.shape),
      milliseconds(row.ms),
      compact(row.perSecond),
      significant(row.gigabytesPerSecond),
      percentage(row.shareOfMemory),
      row.extraMiB === null ? '-' : row.extraMiB.toFixed(0),
      String(row.runs),
    ]),
  )
  return `${caption}\n${body}`
}

/** Loss types down, backends across. */
const lossTable = ({ backends, lossShape }: GrpoReport, width: number): string => {
  const caption = wrap(
    `GRPO core: loss and gradient on log-probabilities ${showShape(lossShape)} by loss type, ms a call.`,
    width,
  )
  const types = [...new Set(backends.flatMap(({ losses }) => losses.map(({ lossType }) => lossType)))]
  const body = table(
    ['loss', ...backends.map(({ backend }) => backend)],
    types.map((type) => [
      type,
      ...backends.map(({ losses }) => {
        const timing = losses.find(({ lossType }) => lossType === type)
        return timing === undefined ? '-' : milliseconds(timing.ms)
      }),
    ]),
  )
  return `${caption}\n${body}`
}

const backendTable = (backends: ReadonlyArray<BackendResult>): string => {
  const rows = backends.map(({ backend, golden, leakedTensors, device }) => [
    backend,
    `${golden.agreed}/${golden.cases}`,
    String(leakedTensors),
    device,
  ])
  return alignedTable(['backend', 'golden', 'leaked', 'runs on'], rows).trimEnd()
}

/** What the columns mean, a paragraph a line. */
export const grpoFooter = (grpo: GrpoReport): ReadonlyArray<string> => {
  const { advantages, logits, backends, lossShape } = grpo
  const [rows, tokens] = lossShape
  const isByLogits = logits.length + backends.length > 0
  return [
    'Of the GRPO core: medians of the runs, after some that are not counted.',
    ...(advantages === null ? [] : ['of the bar: time, of what a training step can spare for advantages.']),
    ...(isByLogits
      ? [
          'on arrays: numbers in memory, by lossAndLogitGradients, in place: the gradient takes their place; on the others: a tensor of that backend of tfjs, by tf.valueAndGrad. GB/s: every logit counted once; of memory: two reads and one write of each, of what the memory gives. +MiB: by how much the process grew beyond the logits; the gradient alone takes as much as they, unless it is in their place.',
        ]
      : []),
    ...(backends.length === 0
      ? []
      : [
          `loss: tensors in, loss and gradient out and read; ${(rows * tokens).toLocaleString('en-US')} tokens a call. golden: losses with their gradients that TRL, ULM-R1 and verl give, within float32. leaked: tensors left behind by all calls.`,
        ]),
  ]
}
