import type { Expected } from './digest.js'
import type { ModelFile } from './entry.js'
import type { FileRecord } from './record.js'

/** The digest that the catalogue knows of a file. */
export const expectedOf = ({ check }: ModelFile): Expected | undefined => {
  switch (check.verify) {
    case 'sha256':
      return { kind: 'sha256', hex: check.sha256 }
    case 'prefix':
      return { kind: 'sha256-prefix', hex: check.prefix }
    case 'hub':
      return undefined
  }
}

/** How a file was verified, by the digest that vouched for it. */
export const verifiedBy = (file: ModelFile): FileRecord['verified'] => file.check.verify
