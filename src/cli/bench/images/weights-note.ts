import { FORMULA_NOTE } from '../../../lpips/model.js'
import type { LpipsTiming } from './schema.js'

/** Said wherever a figure of such a network is shown: `weights: formula (speed only, scores mean nothing)`. */
export const weightsNote = (rows: ReadonlyArray<LpipsTiming>): string => {
  const nets = (weights: LpipsTiming['weights']): ReadonlyArray<string> => [
    ...new Set(rows.filter((row) => row.weights === weights).map(({ net }) => net)),
  ]
  const [formula, checkpoint] = [nets(FORMULA_NOTE), nets('checkpoint')]
  if (checkpoint.length === 0) return `weights: ${FORMULA_NOTE}`
  const published = `weights: checkpoint (${checkpoint.join(', ')})`
  return formula.length === 0 ? published : `${published}; weights: ${FORMULA_NOTE} (${formula.join(', ')})`
}
