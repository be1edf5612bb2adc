import { describe, expect, it, vi } from 'vitest'
import { corl, jsonl } from '../run-in-process.js'

vi.mock('../../../../src/adapters/native/resolve-package.js', () => ({ isInstalled: () => false }))

const LOSS = { log_probs: [[-1]], advantages: [1], completion_mask: [[1]] }
const REWARDS = { rewards: [1, 0], config: { num_generations: 2 } }

describe('without tfjs', () => {
  it.each([
    [['grpo'], { ...LOSS }],
    [['grpo', 'check', '--against', '-'], { ...LOSS, loss: -1 }],
  ])('corl %j ends with 3 and the command that installs it', async (args, dump) => {
    const { code, err } = await corl(args, jsonl(dump))
    expect(code).toBe(3)
    expect(err).toMatch(/npm install @tensorflow\/tfjs-core @tensorflow\/tfjs-backend-cpu/)
  })

  it('cases of rewards alone are computed and checked', async () => {
    const { code, out } = await corl(['grpo'], jsonl(REWARDS))
    expect(code).toBe(0)
    const { advantages } = JSON.parse(out) as { advantages: ReadonlyArray<number> }
    expect(await corl(['grpo', 'check', '--against', '-'], jsonl({ ...REWARDS, advantages }))).toMatchObject({
      code: 0,
    })
  })
})
