import { formulaTensor, type FormulaTensor } from '../../../formula/tensor.js'
import { madeUp, type MadeUpTensor } from '../made-up.js'
import type { BlipConfig } from './blip-config.js'
import { HEAD, textTensors, visionTensors } from './tensors.js'

/** Names the sequence of numbers; a change of the formula is a new run. */
export const FORMULA_NAME = 'blip-base|v1'

/** The largest a linear layer's weights may be, as sqrt(k / fan_in): numbers that keep a network of this depth from amplifying rounding. */
const K = { embeddings: 32, positions: 16, image: 1.5, queries: 36, self: 3, forward: 0.75, other: 6 }

/** Words that a made-up model never says, and how much its head is against them: [PAD], and [SEP], so that every caption is as long as may be. */
const SILENT = { ids: [0, 102], bias: -100 }

const fanIn = (shape: ReadonlyArray<number>): number => shape.slice(1).reduce((product, size) => product * size, 1)

/** Scale and offset of a tensor, the first rule that fits its name. */
const formOf = (name: string, shape: ReadonlyArray<number>, width: number): Pick<FormulaTensor, 'scale' | 'offset'> => {
  const wide = (k: number): number => Math.sqrt(k / fanIn(shape))
  const isBias = name.endsWith('.bias')
  if (/layer_?norm/i.test(name)) return isBias ? { scale: 0.05, offset: 0 } : { scale: 0.1, offset: 1 }
  if (name.endsWith('class_embedding')) return { scale: 0.5, offset: 0 }
  if (name.endsWith('position_embeddings.weight'))
    return { scale: K.positions * Math.sqrt(K.embeddings / width), offset: 0 }
  if (name.endsWith('position_embedding')) return { scale: 0.5, offset: 0 }
  if (name.endsWith('word_embeddings.weight')) return { scale: Math.sqrt(K.embeddings / width), offset: 0 }
  if (isBias) return { scale: 0.05, offset: 0 }
  if (/\.self\.(query|key)\.weight$/.test(name)) return { scale: wide(K.queries), offset: 0 }
  if (name.endsWith('crossattention.output.dense.weight')) return { scale: wide(K.image), offset: 0 }
  if (name.endsWith('.attention.output.dense.weight')) return { scale: wide(K.self), offset: 0 }
  if (name.startsWith('text_decoder') && name.endsWith('.output.dense.weight'))
    return { scale: wide(K.forward), offset: 0 }
  return { scale: wide(K.other), offset: 0 }
}

/** Weights by formula for a network of BLIP's layout: for measuring speed and checking arithmetic. Its captions mean nothing. */
export const formulaTensors = (config: BlipConfig): ReadonlyArray<readonly [string, MadeUpTensor]> =>
  [...visionTensors(config), ...textTensors(config)].map(([name, shape]) => [
    name,
    madeUp(shape, () => {
      const form = formOf(name, shape, config.text.hiddenSize)
      const values = formulaTensor({ key: `${FORMULA_NAME}|${name}`, shape, ...form })
      if (name === `${HEAD}.bias`) for (const id of SILENT.ids) values[id] = SILENT.bias
      return values
    }),
  ])
