import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll } from 'vitest'
import { loadBlip } from '../../../../../src/adapters/onnx/blip/load-blip.js'
import type { BlipOptions } from '../../../../../src/adapters/onnx/blip/options.js'
import { type RewardError, showError } from '../../../../../src/core/error.js'
import { type FormulaKind, formulaImage } from '../../../../../src/formula/image.js'
import { openCheckpoint } from '../../../../../src/models/checkpoint/open-checkpoint.js'
import { readTensor } from '../../../../../src/models/checkpoint/read-tensor.js'
import { writeSafetensors } from '../../../../../src/models/checkpoint/write-safetensors.js'
import { right } from '../huggingface/folder.js'

/** A tiny captioner in Hugging Face's layout, as kept with the goldens: 64 x 64 pixels, 609 words, 64 positions, two layers of 32. */
export const TINY = fileURLToPath(new URL('../../../../golden/blip/tiny-a', import.meta.url))
export const WEIGHTS = 'model.safetensors'

const made: Array<string> = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A folder that goes when the tests of its file are over. */
export const temporary = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-blip-'))
  made.push(folder)
  return folder
}

/** A models' folder of this test file. */
export const home = temporary()
export const env = { CORL_HOME: home, HOME: home }

type Json = Readonly<Record<string, unknown>>
/** What becomes of a file: fields of a JSON object changed, other bytes, or nothing for a file that is not there. */
type Change = ((json: Json) => Json) | Uint8Array | undefined

/** A copy of the captioner's folder, some of its files changed. */
export const changed = (changes: Readonly<Record<string, Change>>): string => {
  const folder = temporary()
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

/** The same with fields of one half of `config.json` changed. */
export const configured = (half: 'vision_config' | 'text_config', fields: Json, changes: Record<string, Change> = {}) =>
  changed({ 'config.json': (json) => ({ ...json, [half]: { ...(json[half] as Json), ...fields } }), ...changes })

/** A tensor of the captioner. */
export interface TinyTensor {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

/** The captioner's tensors, by name. */
export const tensors = async (): Promise<ReadonlyMap<string, TinyTensor>> => {
  const checkpoint = right(await openCheckpoint(path.join(TINY, WEIGHTS))())
  const all = new Map<string, TinyTensor>()
  for (const [name, { shape }] of checkpoint.tensors)
    all.set(name, { shape, data: right(await readTensor(checkpoint, name)()).data as Float32Array })
  return all
}

/** Writes tensors as the weights of a folder. */
export const writeWeights = async (folder: string, all: Iterable<readonly [string, TinyTensor]>): Promise<string> => {
  const named = [...all].map(([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }] as const)
  right(await writeSafetensors(path.join(folder, WEIGHTS), named)())
  return folder
}

/** A copy of the folder with tensors changed, added, or (nothing) left out. */
export const reweighted = async (
  changes: Readonly<Record<string, TinyTensor | undefined>>,
  folder = changed({ [WEIGHTS]: undefined }),
): Promise<string> => {
  const all = new Map([...(await tensors()), ...Object.entries(changes)])
  return writeWeights(
    folder,
    [...all].flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, tensor] as const])),
  )
}

/** What loading a folder is refused with, in words; the folder's path left out. */
export const refusal = async (folder: string, options: BlipOptions = {}): Promise<string> => {
  const answer = await loadBlip({ path: folder, env, threads: 1, ...options })()
  if (E.isLeft(answer)) return showError(answer.left).replaceAll(folder, '')
  await answer.right[Symbol.asyncDispose]()
  return 'loaded'
}

/** A captioner on the folder, disposed of when the tests of its file are over. */
export const load = async (options: BlipOptions = {}) => {
  const captioner = right(await loadBlip({ path: TINY, env, threads: 1, ...options })())
  opened.push(captioner)
  return captioner
}
const opened: Array<AsyncDisposable> = []
afterAll(async () => {
  for (const captioner of opened) await captioner[Symbol.asyncDispose]()
})

/** Images of several kinds and sizes, no two alike. */
export const images = (
  [
    'gradient',
    'discs',
    'noise',
    'clouds',
    'checker',
    'discs',
    'gradient',
    'noise',
  ] as const satisfies ReadonlyArray<FormulaKind>
).map((kind, i) => formulaImage(kind, 64 + 9 * i, 64 + 5 * i))

/** The captions in an answer; an error in its place, in words. */
export const captionsOf = (
  answer: E.Either<RewardError, ReadonlyArray<E.Either<RewardError, string>>>,
): ReadonlyArray<string> =>
  right(answer).map((caption) => (E.isRight(caption) ? caption.right : showError(caption.left)))
