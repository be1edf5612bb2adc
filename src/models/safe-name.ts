import { describe } from '../core/error.js'
import type { CatalogueEntry, ModelFile } from './entry.js'
import { badFile } from './failure.js'

/** Longest name of one file or folder that common file systems take, and a length no path of ours comes near. */
const MAX_NAME = 200
const MAX_PATH = 500

/** Names that are devices on Windows, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin|conout|clock)(\.|$)/i

/**
 * Whether a text is a name and nothing more, on every system: letters, digits, `.`, `_`, `-` and `+` of ASCII, not a dot first or
 * last, no device of Windows. What is left out here cannot be a separator, a drive, a stream, a control character or a look-alike.
 */
const isSafeName = (name: string): boolean =>
  name.length <= MAX_NAME && /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(name) && !name.endsWith('.') && !DEVICE.test(name)

/** Whether a text is a path of safe names, `/` between them. */
export const isSafePath = (path: string): boolean => path.length <= MAX_PATH && path.split('/').every(isSafeName)

/** Whether a repository is written as the hub has it: one owner, one name. */
const isRepository = (text: string): boolean => isSafePath(text) && text.split('/').length === 2

/** Names that are kept for what this library writes beside the files. */
const OWN = /^records(\/|$)|\.(part|lock|tag|new)$/i

const isSafeFile = ({ name, path, source }: ModelFile): boolean =>
  isSafeName(name) &&
  isSafePath(path) &&
  !OWN.test(path) &&
  (source.kind === 'url'
    ? /^https?:\/\//.test(source.url) && URL.canParse(source.url)
    : isRepository(source.repository) && isSafeName(source.revision) && isSafePath(source.file))

/**
 * Lets an entry of a catalogue through only when none of its names can lead out of the models' folder. An entry may come from a
 * caller; it is checked again by each command.
 */
export const checkedEntry = (entry: CatalogueEntry): CatalogueEntry => {
  if (!isSafeName(entry.name)) throw badFile('the catalogue', 'a plain name for `name`', describe(entry.name))
  const bad = entry.files.find((file) => !isSafeFile(file))
  if (bad !== undefined) {
    throw badFile(
      `the catalogue's ${entry.name}`,
      'plain names inside the models folder for `files`',
      describe(bad.path),
    )
  }
  return entry
}
