import { grpoLossAndGrad, type GrpoLossAndGrad } from '../../../../src/grpo/loss/grpo-loss.js'

/** One completion of two tokens. */
export const ONE = { logProbs: [[-1, -2]], advantages: [1], completionMask: [[1, 1]] }

export const right = async (inputs: any, options: any = {}): Promise<GrpoLossAndGrad> => {
  const found = await grpoLossAndGrad(inputs, options)()
  if (found._tag === 'Left') throw new Error(JSON.stringify(found.left))
  return found.right
}

/** The error; where there is none, what came in its place. */
export const left = async (inputs: any, options: any = {}): Promise<unknown> => {
  const found = await grpoLossAndGrad(inputs, options)()
  return found._tag === 'Left' ? found.left : found.right
}
