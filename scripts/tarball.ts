import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What `npm pack` says of the tarball it wrote. */
export interface Tarball {
  readonly file: string
  /** Bytes of the .tgz. */
  readonly size: number
  /** Bytes of the files in it. */
  readonly unpackedSize: number
  readonly files: ReadonlyArray<{ readonly path: string; readonly size: number }>
}

/** Packs the package into an empty folder of its own. */
export const packTarball = (root: string): Tarball => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-pack-'))
  const output = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // npm 12 answers with an object by package name, older ones with a list.
  const answer: unknown = JSON.parse(output)
  const [report] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as ReadonlyArray<
    Omit<Tarball, 'file'> & { readonly filename: string }
  >
  if (report === undefined) throw new Error('npm pack reported nothing')
  return { ...report, file: path.join(folder, report.filename) }
}
