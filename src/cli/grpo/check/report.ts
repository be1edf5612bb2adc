import { printable } from '../../io.js'
import type { Dtype } from '../dtypes.js'
import type { Checked, Departure } from './check-case.js'

/** A departure, and whose it is. */
interface Found extends Departure {
  readonly line: number
  readonly id?: string | number
  /** What agrees before it in its case. */
  readonly before: ReadonlyArray<string>
}

/** What was found in a dump. */
export class Report {
  /** Cases that agree. */
  cases = 0
  /** Kinds of numbers that were compared, over all cases. */
  numbers = 0
  departure: Found | undefined
  private readonly agreed = new Map<string, number>()
  private readonly dtypes = new Set<Dtype>()

  add(line: number, id: string | number | undefined, { agreed, departure }: Checked): void {
    this.numbers += agreed.length
    for (const { name, dtype } of agreed) {
      const family = name.split('.')[0] as string
      this.agreed.set(family, (this.agreed.get(family) ?? 0) + 1)
      this.dtypes.add(dtype)
    }
    if (departure === undefined) {
      this.cases++
      return
    }
    this.numbers++
    const before = agreed.map(({ name }) => name)
    this.departure = { line, ...(id !== undefined && { id }), ...departure, before }
  }

  /** One line of JSON. What is not finite is text. */
  json(): string {
    const { cases, departure } = this
    const data =
      departure === undefined
        ? { agrees: true, cases, compared: Object.fromEntries(this.agreed), dtypes: Array.from(this.dtypes) }
        : { agrees: false, cases, departure: asData(departure) }
    return `${JSON.stringify(data)}\n`
  }

  /** For people. */
  text(): string {
    const { cases, departure } = this
    if (departure === undefined) {
      const counts = Array.from(this.agreed, ([name, count]) => `${name} ${count}`).join(', ')
      return `${cases === 1 ? '1 case agrees' : `${cases} cases agree`}: ${counts} (${Array.from(this.dtypes).join(', ')})\n`
    }
    const { line, id, name, place, got, want, tolerance, dtype, reasons, before, fits } = departure
    const whose = id === undefined ? '' : ` (id ${printable(JSON.stringify(id))})`
    return [
      `line ${line}${whose}: ${printable(name)}${place} departs from the reference`,
      `  got         ${got}`,
      `  want        ${want}`,
      `  difference  ${got - want}, where ${tolerance.toExponential(1)} is let through (${dtype})`,
      ...(fits === undefined
        ? []
        : [`  but         its few digits fit ${fits}, which lets it through: --dtype ${fits}`]),
      ...(before.length > 0 ? [`  agree       ${printable(before.join(', '))}`] : []),
      ...(cases > 0 ? [`  before it   ${cases === 1 ? '1 case agrees' : `${cases} cases agree`}`] : []),
      ...(reasons.length > 0 ? reasons.map(asReason) : ['no known reason']),
      '',
    ].join('\n')
  }
}

const asReason = (reason: string, i: number): string =>
  `${i === 0 ? 'consistent with: ' : '             or: '}${reason}`

const asData = ({ got, want, tolerance, ...rest }: Found): object => ({
  ...rest,
  got: jsonNumber(got),
  want: jsonNumber(want),
  difference: jsonNumber(got - want),
  tolerance: jsonNumber(tolerance),
})

const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value))
