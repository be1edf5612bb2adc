import * as E from 'fp-ts/lib/Either.js'
import { showError } from '../../core/error.js'
import { fromSpec } from '../../presets/from-spec.js'
import { registry } from '../../presets/registry.js'

/** Rewards that need nothing but this package, each tried on its own example. */
export interface TextRewards {
  readonly tried: number
  readonly problems: ReadonlyArray<string>
}

export const tryTextRewards = async (): Promise<TextRewards> => {
  const entries = [...registry.values()].filter(
    ({ status, needs, example }) =>
      status === 'available' && needs.packages.length + needs.models.length === 0 && example !== undefined,
  )
  const problems: Array<string> = []
  for (const { id, example } of entries) {
    const loaded = await fromSpec(example?.spec)()
    const scored = E.isLeft(loaded) ? loaded : await loaded.right.score([example?.sample ?? {}])()
    if (E.isLeft(scored)) problems.push(`${id}: ${showError(scored.left)}`)
    else if (scored.right[0]?._tag !== 'Scored') problems.push(`${id}: its example got no score`)
  }
  return { tried: entries.length, problems }
}
