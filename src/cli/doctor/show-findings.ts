import { alignedTable } from '../aligned-table.js'
import { printable } from '../io.js'
import { showBytes } from '../models/show.js'
import type { NativePackage } from './native-package.js'
import type { Advice, Findings, Provider } from './report.js'

/** The findings for a person. */
export const showFindings = (found: Findings, advice: ReadonlyArray<Advice>): string => {
  const { home, textRewards } = found
  const rows: ReadonlyArray<ReadonlyArray<string>> = [
    ['corl-rewards', found.version],
    ['Node', `${found.node.version}${found.node.ok ? '' : ` (needs ${found.node.required})`}, ${found.platform}`],
    ['text rewards', textRewards.problems.length === 0 ? `${textRewards.tried} tried, all work` : 'do not all work'],
    ...found.packages.flatMap((one) => [
      [one.name, packageText(one)],
      ...found.providers.filter((provider) => provider.package === one.name).map(providerRow),
    ]),
    ['models folder', `${home.path}${home.exists ? '' : ' (not made yet)'}, ${homeText(home)}`],
    ...Object.entries(found.settings).map(([name, value]) => [`  ${name}`, value]),
  ]
  const models = alignedTable(
    ['model', 'state', 'for'],
    found.models.flatMap(({ entry, state }) => {
      const isLater = entry.use === 'later' ? ' (read by a later version)' : ''
      // Halves of other models are no reward's own.
      return entry.rewards.length === 0 ? [] : [[entry.name, `${state}${isLater}`, entry.rewards.join(', ')]]
    }),
  )
  return `${table(rows)}\n${models}\n${adviceText(advice)}`
}

const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const width = Math.max(...rows.map(([name = '']) => name.length))
  return rows.map(([name = '', text = '']) => `${name.padEnd(width)}  ${printable(text)}\n`).join('')
}

const providerRow = ({ name, works, device, reason }: Provider): ReadonlyArray<string> => [
  `  ${name}`,
  works ? `works${device === undefined ? '' : `: ${device}`}` : `not here: ${reason ?? ''}`,
]

const packageText = (one: NativePackage): string => {
  switch (one.state) {
    case 'absent':
      return 'not installed (optional)'
    case 'broken':
      return `${one.version ?? 'there'}, does not load`
    case 'works':
      return `${one.version}, works`
  }
}

const homeText = ({ writable, freeBytes }: Findings['home']): string =>
  `${writable ? 'writable' : 'not writable'}${freeBytes === undefined ? '' : `, ${showBytes(freeBytes)} free`}`

const adviceText = (advice: ReadonlyArray<Advice>): string => {
  if (advice.length === 0) return 'Nothing is missing.\n'
  return advice
    .map(({ kind, what, command }) => {
      const cure = command === undefined ? '' : `\n    ${command}\n`
      return `${kind === 'broken' ? 'broken' : 'missing'}: ${printable(what)}${cure === '' ? '\n' : cure}`
    })
    .join('')
}
