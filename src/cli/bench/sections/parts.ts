import { GRPO_PARTS, type GrpoPart, SLOW_GRPO } from '../grpo/parts.js'
import { IMAGE_PARTS, type ImagePart, SLOW_IMAGES } from '../images/parts.js'

/** What one process measures beside the rewards; a filter names it as it does a reward. */
export type Part = ImagePart | GrpoPart

const PARTS: ReadonlyArray<Part> = [...IMAGE_PARTS, ...GRPO_PARTS]

const SLOW: ReadonlyMap<Part, string> = new Map<Part, string>([...SLOW_IMAGES, ...SLOW_GRPO])

/** The part that measures a timing, by its id; none of a reward. */
export const partOf = (id: string): Part | undefined => PARTS.find((part) => id.startsWith(`${part} `))

/** Whether a run measures a part. */
export const isPartWanted = (part: Part, filter: string | undefined, quick: boolean): boolean => {
  if (filter !== undefined && !part.includes(filter)) return false
  const name = SLOW.get(part)
  return !quick || name === undefined || filter?.includes(name) === true
}

/** What a quick run leaves out, whatever the filter asks for besides. */
export const leftOutByQuick = (filter: string | undefined): ReadonlyArray<Part> =>
  PARTS.filter((part) => isPartWanted(part, filter, false) && !isPartWanted(part, filter, true))
