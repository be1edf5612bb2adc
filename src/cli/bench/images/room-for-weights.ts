import { stat } from 'node:fs/promises'
import path from 'node:path'
import { FORMULA_NAME } from '../../../adapters/onnx/blip/formula-weights.js'
import { modelHome } from '../../../models/model-home.js'
import { homeState } from '../../doctor/home.js'
import { showBytes } from '../../models/show.js'
import type { Obstacle } from '../obstacle.js'

/** BLIP's weights, the same in 8 bits, and room for whoever writes meanwhile. In bytes. */
const ROOM = 2e9

/** Why BLIP's made-up weights are not to be written: they are not there, and the disk has no room to spare. */
export const roomForWeights = async (
  env: Readonly<Record<string, string | undefined>>,
  room = ROOM,
): Promise<Obstacle | undefined> => {
  const home = modelHome(env)
  const file = path.join(home, 'formula', `${FORMULA_NAME.replace('|', '-')}.safetensors`)
  if ((await stat(file).catch(() => undefined))?.isFile() === true) return undefined
  const { writable, freeBytes = Infinity, problem } = await homeState(home)
  if (!writable) return { reason: `made-up weights cannot be written: ${problem ?? home}`, command: null }
  if (freeBytes >= room) return undefined
  const free = `${showBytes(freeBytes)} are free in ${home}`
  return {
    reason: `made-up weights of 0.9 GB are not written where ${free}, less than ${showBytes(room)}`,
    command: null,
  }
}
