import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../src/cli/grpo/case/read-config.js'
import { corl, jsonl } from '../run-in-process.js'

const LOSS = { log_probs: [[-1, -2]], advantages: [1], completion_mask: [[1, 1]] }

const compute = async (config: object) => JSON.parse((await corl(['grpo'], jsonl({ ...LOSS, config }))).out)

describe('max_completion_length: null', () => {
  it('is none: a loss that does not read it is computed', async () => {
    const line = await compute({ loss_type: 'grpo', max_completion_length: null })
    expect(line).toMatchObject({ loss: -1, gradLogProbs: [[-0.5, -0.5]] })
  })

  it('is none where it is needed: dr_grpo says so, as where it is not written', async () => {
    const unset = await compute({ loss_type: 'dr_grpo', max_completion_length: null })
    expect(JSON.stringify(unset)).toContain('a positive integer (dr_grpo divides by it)')
    expect(unset).toEqual(await compute({ loss_type: 'dr_grpo' }))
  })

  it('leaves the options without it; a length stays', () => {
    const lossOf = (maxCompletionLength: unknown) => readConfig({ epsilon: 0.1, maxCompletionLength }, new Map())
    expect(lossOf(null)).toMatchObject({ right: { loss: { epsilon: 0.1 } } })
    expect(lossOf(null)).not.toHaveProperty('right.loss.maxCompletionLength')
    expect(lossOf(8)).toHaveProperty('right.loss.maxCompletionLength', 8)
  })
})
