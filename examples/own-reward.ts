/** A reward of one's own: declared, gated by layout, held against the contract, and cancelled when it hangs. */
import { format, fromPointwise, gate, RewardException, score, timeout } from 'corl-rewards'
import { checkReward } from 'corl-rewards/testing'

const brevity = fromPointwise<{ completion: string | null }>(
  { name: 'brevity', range: { min: 0, max: 1 }, fields: ['completion'] },
  ({ completion }) => 1 / (1 + (completion ?? '').length / 100),
)

const samples = [{ completion: '<think>a</think><answer>b</answer>' }, { completion: 'no layout at all' }]
for (const outcome of await score(gate(format(), brevity, { otherwise: 0 }), samples)) {
  if (outcome._tag === 'Scored') console.log(outcome.value.toFixed(3), Object.keys(outcome.parts ?? {}).join(' '))
}
console.log('violations of the contract:', (await checkReward(brevity, samples)).length)

const hanging = fromPointwise<object>(
  { name: 'hanging', range: { min: 0, max: 1 } },
  () => new Promise<number>(() => undefined),
)
try {
  await score(timeout(hanging, 20), [{}])
} catch (error) {
  if (error instanceof RewardException) console.log(error.error._tag, '-', error.message)
}

// Output:
// 0.746 format brevity
// 0.000 format
// violations of the contract: 0
// Timeout - hanging: no answer within 20 ms
