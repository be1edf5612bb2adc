import { expect, test, vi } from 'vitest'
import { measureGrpoPart } from '../../../../src/cli/bench/grpo/measure-part.js'
import { grpoEffort, type GrpoPart } from '../../../../src/cli/bench/grpo/parts.js'

// What is answered where the package is absent; test/package runs without the package itself.
vi.mock('../../../../src/adapters/native/resolve-package.js', () => ({ isInstalled: () => false }))
vi.mock('@tensorflow/tfjs-core', () => {
  throw new Error('tfjs was imported')
})

const effort = { ...grpoEffort(false, undefined), minRuns: 1, budgetMs: 0, copyRuns: 1 }
const measure = (part: GrpoPart) => measureGrpoPart({ task: 'grpo', part, effort, goldenFolder: '' }, () => undefined)

test.each(['grpo/logits', 'grpo/logits-large', 'grpo/wasm', 'grpo/cpu'] as const)(
  'without tfjs %s is told with the command that installs it',
  async (part) => {
    expect(await measure(part)).toEqual({
      missing: {
        reason: 'the package @tensorflow/tfjs-core is not installed',
        command: 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu',
      },
    })
  },
)

test('advantages need no tfjs', async () => {
  expect((await measure('grpo/advantages')).advantages?.rows).toHaveLength(4)
}, 30_000)
