import type { Expected } from './digest.js'
import type { ModelFile } from './entry.js'

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
