import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** A tiny network in Hugging Face's layout, as kept with the goldens. */
export const TINY = fileURLToPath(new URL('../../../../golden/clip/tiny-gelu', import.meta.url))

type Json = Readonly<Record<string, unknown>>

/** A copy of its folder, some of its files changed: fields of a JSON object, other bytes, or nothing for a file that is not there. */
export const changed = (changes: Readonly<Record<string, ((json: Json) => Json) | Uint8Array | undefined>>): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-clip-'))
  cpSync(TINY, folder, { recursive: true, filter: (file) => !(path.basename(file) in changes) })
  for (const [name, change] of Object.entries(changes)) {
    if (change === undefined) continue
    const content =
      typeof change === 'function'
        ? JSON.stringify(change(JSON.parse(readFileSync(path.join(TINY, name), 'utf8')) as Json))
        : change
    writeFileSync(path.join(folder, name), content)
  }
  return folder
}
