import * as E from 'fp-ts/lib/Either.js'
import {
  failed,
  fromPointwise,
  type Outcome,
  type Range,
  scored,
  skipped,
  unitRange,
} from '../../../../src/core/index.js'
import type { Captioner } from '../../../../src/recaption/captioner.js'
import type { LoadedReward } from '../../../../src/presets/index.js'
import { type Spy, spy } from '../../core/stub.js'

/** Says what stands in the sample under `key`: a number, `'skip'`, `'fail'`. Keeps the batches it was given. */
export const said = (
  name: string,
  key: string,
  fields: ReadonlyArray<string> = [key],
  range: Range = unitRange,
): Spy<object> => spy(fromPointwise<object>({ name, range, fields }, (sample) => outcomeOf(name, sample, key)))

const outcomeOf = (name: string, sample: object, key: string): Outcome => {
  const value = (sample as Readonly<Record<string, unknown>>)[key]
  if (typeof value === 'number') return scored(value, { by: name })
  return value === 'fail'
    ? failed({ _tag: 'InvalidInput', reward: name, field: key, expected: 'a number', received: 'fail' })
    : skipped('unreadable-gold', `no ${key}`)
}

/** Captions by the grey of an image's first pixel; keeps the number of images of each call. */
export const captionerOf = (
  caption: (grey: number) => string,
): { readonly captioner: Captioner; readonly calls: Array<number> } => {
  const calls: Array<number> = []
  return {
    calls,
    captioner: {
      name: 'fake',
      deterministic: true,
      caption: (images) => async () => {
        calls.push(images.length)
        return E.right(images.map(({ data }) => E.right(caption(data[0] ?? 0))))
      },
    },
  }
}

/** A reward as the recipes take it: it looks at a sample before it uses it. */
export const loaded = (reward: unknown): LoadedReward => reward as LoadedReward
