import { type Io, printable } from '../io.js'

const MOST_NAMED = 10

/** Fields that no one read: a mistyped name would otherwise go unnoticed. */
export class Unread {
  private readonly names = new Set<string>()

  add(names: ReadonlyArray<string>): void {
    for (const name of names) if (this.names.size <= MOST_NAMED) this.names.add(name)
  }

  /** One line on stderr, where there are any. */
  tell(io: Pick<Io, 'stderr'>): void {
    if (this.names.size === 0) return
    const named = Array.from(this.names).slice(0, MOST_NAMED).map(printable).join(', ')
    io.stderr.write(`corl: fields that are not read: ${named}${this.names.size > MOST_NAMED ? ', ...' : ''}\n`)
  }
}
