import { z } from 'zod'
import { nearest } from '../presets/nearest.js'
import type { RewardEntry } from '../presets/entry.js'
import { registry } from '../presets/registry.js'
import { CommandFailure, OK } from './exit-code.js'
import { alignedTable } from './aligned-table.js'
import type { Io } from './io.js'
import { showRange } from './show-range.js'
import { openSink } from './sink.js'

/** `corl rewards`: every reward there is, and those to come. */
export const rewardsCommand = async (options: { readonly json?: boolean }, io: Io): Promise<number> => {
  const entries = [...registry.values()]
  const text =
    options.json === true
      ? `${JSON.stringify(entries.map(entryData), null, 2)}\n`
      : alignedTable(
          ['id', 'range', 'status', 'needs', 'reads'],
          entries.map((entry) => [
            entry.id,
            showRange(entry.range),
            entry.status,
            needsOf(entry),
            entry.fields.map(({ name, required }) => (required ? name : `[${name}]`)).join(' '),
          ]),
        )
  await (await openSink('-', io)).write(text)
  return OK
}

/** `corl rewards show ID`: everything known of one reward. */
export const showRewardCommand = async (id: string, options: { readonly json?: boolean }, io: Io): Promise<number> => {
  const entry = registry.get(id)
  if (entry === undefined) {
    const ids = [...registry.keys()]
    const near = nearest(id, ids)
    const hint = near.length === 0 ? `; the ids: ${ids.join(', ')}` : `; did you mean ${near.join(' or ')}?`
    throw new CommandFailure(`there is no reward ${JSON.stringify(id)}${hint}`)
  }
  const text = options.json === true ? `${JSON.stringify(entryData(entry), null, 2)}\n` : describeEntry(entry)
  await (await openSink('-', io)).write(text)
  return OK
}

const needsOf = ({ needs: { packages, models, otherModels } }: RewardEntry): string => {
  const others = otherModels === undefined ? '' : ` (or ${otherModels.models.join(', ')} by \`${otherModels.option}\`)`
  return `${[...packages, ...models].join(', ') || '-'}${others}`
}

interface OptionSchema {
  readonly type?: string
  readonly const?: string | number | boolean
  readonly anyOf?: ReadonlyArray<OptionSchema>
  readonly enum?: ReadonlyArray<string>
  readonly default?: unknown
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
}

interface OptionsSchema {
  readonly properties?: Readonly<Record<string, OptionSchema>>
  readonly required?: ReadonlyArray<string>
}

const optionsSchema = (entry: RewardEntry): OptionsSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(entry.options(z.unknown().meta({ description: 'a spec' })), {
    io: 'input',
  })
  return schema as OptionsSchema
}

const entryData = (entry: RewardEntry): Readonly<Record<string, unknown>> => ({
  id: entry.id,
  title: entry.title,
  status: entry.status,
  range: entry.range,
  fields: entry.fields,
  needs: entry.needs,
  options: optionsSchema(entry),
  ...(entry.example === undefined ? {} : { example: entry.example }),
})

const describeEntry = (entry: RewardEntry): string => {
  const { properties = {}, required = [] } = optionsSchema(entry)
  const options = Object.entries(properties).map(([name, option]) => [
    `  ${name}`,
    valuesOf(option),
    required.includes(name)
      ? 'required'
      : option.default === undefined
        ? ''
        : `default ${JSON.stringify(option.default)}`,
    option.description ?? '',
  ])
  const fields = entry.fields.map(({ name, required, description }) => [
    `  ${name}`,
    required ? 'required' : 'optional',
    description,
  ])
  const planned = entry.status === 'planned'
  return [
    `${entry.id}: ${entry.title}\n`,
    `range    ${showRange(entry.range)}${Object.keys(properties).length === 0 ? '' : ' with default options'}\n`,
    `needs    ${needsOf(entry)}\n`,
    `status   ${planned ? 'planned: comes in a later version' : 'available'}\n`,
    `\nreads\n${body(fields)}`,
    planned ? '' : `\noptions\n${options.length === 0 ? '  none\n' : body(options)}`,
    ...(entry.example === undefined
      ? []
      : [
          `\nexample\n  spec     ${JSON.stringify(entry.example.spec)}\n`,
          `  sample   ${JSON.stringify(entry.example.sample)}\n`,
          `  corl explain --reward '${shellText(JSON.stringify(entry.example.spec))}' --sample '${shellText(JSON.stringify(entry.example.sample))}'\n`,
        ]),
  ].join('')
}

const valuesOf = (option: OptionSchema): string => {
  if (option.enum !== undefined) return option.enum.join(' | ')
  if (option.const !== undefined) return String(option.const)
  if (option.anyOf !== undefined) return [...new Set(option.anyOf.map(valuesOf))].join(' | ')
  const bounds = [
    option.minimum === undefined || option.minimum < -1e15 ? [] : [`>= ${option.minimum}`],
    option.maximum === undefined || option.maximum > 1e15 ? [] : [`<= ${option.maximum}`],
  ].flat()
  return [option.type ?? 'spec', ...bounds].join(' ')
}

/** A text inside single quotes of a POSIX shell. */
const shellText = (text: string): string => text.replaceAll("'", "'\\''")

/** Aligned columns without a header. */
const body = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}
