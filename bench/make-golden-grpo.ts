/**
 * Makes bench/golden/grpo, the golden losses of the GRPO core shipped with the package, out of test/golden/grpo: a few of each loss type of TRL, of ULM-R1's
 * loss, and of each policy loss of verl.
 *
 *   npx tsx bench/make-golden-grpo.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GoldenLoss, GoldenLosses } from '../src/cli/bench/grpo/golden-losses.js'

type Case = Readonly<Record<string, any>>

const CASES_A_TYPE = 3
/** Longer ones are left out. In characters of JSON. */
const MAX_LENGTH = 1800
/** Of every number: float32 has 8. */
const DIGITS = 9
/** Whether a loss type reads an option; the temperature is in the log-probabilities already. */
const isRead = (option: string, type: string): boolean => {
  if (option === 'max_completion_length') return type === 'dr_grpo'
  const [, owner = type] = /^(sapo|vespo)_/.exec(option) ?? []
  return option !== 'temperature' && owner === type
}

const read = (name: string): ReadonlyArray<Case> => {
  const file = JSON.parse(readFileSync(new URL(`../test/golden/grpo/${name}.json`, import.meta.url), 'utf8'))
  return file.cases ?? file.batches
}

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const rounded = (value: any): any => {
  if (typeof value === 'number') return Number(value.toPrecision(DIGITS))
  return Array.isArray(value) ? value.map(rounded) : value
}

const present = (fields: Case): Case =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, rounded(value)]),
  )

/** Arrays that several cases read, by name. */
const shared: Record<string, any> = {}
const share = (batch: string, name: string, value: unknown): string => {
  shared[`${batch}/${name}`] = rounded(value)
  return `${batch}/${name}`
}

const batches = new Map(read('batches').map((batch) => [batch['id'], batch]))

const ofTrl = (golden: Case): GoldenLoss => {
  const { id, batch: name, config, expected } = golden
  const batch = batches.get(name)!
  const options = Object.entries({ ...config, num_items_in_batch: golden['num_items_in_batch'] })
  return {
    id,
    loss: 'grpo',
    options: present(
      Object.fromEntries(
        options
          .filter(([option]) => isRead(option, config.loss_type))
          .map(([option, value]) => [camelCase(option), value]),
      ),
    ),
    inputs: present({
      logProbs: expected.per_token_logps ?? share(name, 'logProbs', batch['per_token_logps']),
      entropies: expected.entropies ?? share(name, 'entropies', batch['entropies']),
      refLogProbs: share(name, 'refLogProbs', batch['ref_per_token_logps']),
      advantages: share(name, 'advantages', batch['advantages']),
      completionMask: share(name, 'completionMask', batch['completion_mask']),
      oldLogProbs:
        golden['old_logps'] === 'given' ? share(name, 'oldLogProbs', batch['old_per_token_logps']) : undefined,
      samplingLogProbs: golden['use_sampling_logps']
        ? share(name, 'samplingLogProbs', batch['sampling_per_token_logps'])
        : undefined,
      toolMask: golden['use_tool_mask'] ? share(name, 'toolMask', batch['tool_mask']) : undefined,
      importanceWeights: golden['importance_sampling_ratio'],
    }),
    expected: expectedOf({ loss: expected.loss, gradients: { gradLogProbs: expected.grad_per_token_logps } }),
  }
}

const expectedOf = ({ loss, gradients }: GoldenLoss['expected']): GoldenLoss['expected'] => ({
  loss: rounded(loss),
  gradients: present(gradients),
})

const ofUlm = (golden: Case): GoldenLoss => {
  const branch = (name: 'mm2t' | 't2i'): Case => {
    const given = golden[name]
    const unified = (): ReadonlyArray<number> =>
      golden['t2i_advantages'].map(
        (advantage: number, i: number) => advantage + golden['lambda_mm2t'] * golden['mm2t_advantages'][i],
      )
    const byMode: Record<string, () => unknown> = {
      unify_reward: () => golden['unified_advantages'],
      unify_advantage: unified,
      separate: () => golden[`${name}_advantages`],
    }
    return present({
      logProbs: given.per_token_logps,
      oldLogProbs: golden['num_iterations'] > 1 ? given.old_per_token_logps : undefined,
      refLogProbs: given.ref_per_token_logps,
      advantages: byMode[golden['mode']]!(),
      completionMask: given.completion_mask,
    })
  }
  const { loss, grad_mm2t_per_token_logps: gradMm2t, grad_t2i_per_token_logps: gradT2i } = golden['expected']
  return {
    id: golden['id'],
    loss: 'ulm',
    options: { beta: golden['beta'] },
    inputs: { mm2t: branch('mm2t'), t2i: branch('t2i') },
    expected: expectedOf({ loss, gradients: { gradMm2t, gradT2i } }),
  }
}

const ofVerl = (golden: Case): GoldenLoss => {
  const { policy_loss: own = {}, ...config } = golden['config']
  const known = /^(clip_ratio(_low|_high|_c)?|tau_(pos|neg)|clip_cov_(ratio|lb|ub)|kl_cov_ratio|ppo_kl_coef)$/
  const options = Object.entries({ ...config, ...own }).filter(([name]) => known.test(name))
  const { loss, grad_log_prob: gradLogProbs } = golden['expected']
  return {
    id: golden['id'],
    loss: 'policy',
    options: present({
      ...Object.fromEntries(options.map(([name, value]) => [camelCase(name), value])),
      lossMode: golden['loss'],
      lossAggMode: golden['loss_agg_mode'],
      // Every candidate is taken, whatever the seed.
      seed: 1,
    }),
    inputs: present({
      logProbs: golden['log_prob'],
      oldLogProbs: golden['old_log_prob'],
      advantages: golden['advantages'],
      completionMask: golden['response_mask'],
      importanceWeights: golden['rollout_is_weights'],
    }),
    expected: expectedOf({ loss, gradients: { gradLogProbs } }),
  }
}

/** The first so many of each kind. */
const someOf = (cases: ReadonlyArray<Case>, kindOf: (golden: Case) => string, most: number): ReadonlyArray<Case> => {
  const seen = new Map<string, number>()
  return cases.filter((golden) => {
    const kind = kindOf(golden)
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    return seen.get(kind)! <= most
  })
}

const isShort = (golden: Case): boolean => JSON.stringify(golden).length <= MAX_LENGTH
const small = read('losses').filter((golden) => ['g4x1_t1_v7', 'g4x2_t5_v7'].includes(golden['batch']))
const cases: ReadonlyArray<GoldenLoss> = [
  ...someOf(small, (golden) => golden['config'].loss_type, CASES_A_TYPE).map(ofTrl),
  ...read('ulm_losses')
    .filter((golden) => isShort(golden) && golden['has_fully_masked_row'] === false)
    .map(ofUlm),
  ...someOf(
    read('verl_losses').filter((golden) => isShort(golden) && !('kl_penalty' in golden)),
    (golden) => golden['loss'],
    1,
  ).map(ofVerl),
]

const head: Omit<GoldenLosses, 'cases'> = {
  origin:
    'GRPOTrainer of TRL (L, R), the loss of ULM-R1 at d78d34f (UL) and core_algos of verl at b178a3c (W), run in torch in float64 on numbers made for the project',
  versions: { trl: '1.16.0', torch: '2.15.0', ulm_r1_commit: 'd78d34f', verl_commit: 'b178a3c' },
  tolerance: { loss: 5e-6, lossRelative: 2e-4, gradientOfLargest: 1e-5 },
  toleranceReason: 'the same programs in float32 are off by as much',
  arrays: shared,
}
const lines = cases.map((golden) => JSON.stringify(golden))
const text = `${JSON.stringify(head).slice(0, -1)},"cases":[\n${lines.join(',\n')}\n]}\n`
const out = fileURLToPath(new URL('golden/grpo/', import.meta.url))
mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'losses.json'), text)
console.log(`losses.json: ${lines.length} cases, ${Math.round(text.length / 1000)} kB`)
