import { pullCommand } from '../../models/locate.js'
import type { ModelState } from '../../models/state.js'
import type { HomeState } from './home.js'
import type { NativePackage } from './native-package.js'
import type { TextRewards } from './text-rewards.js'

/** An execution provider of onnxruntime or a backend of tfjs: what it runs on, or why it does not work here. */
export interface Provider {
  readonly package: string
  readonly name: string
  readonly works: boolean
  readonly device?: string
  readonly reason?: string
}

/** Everything `corl doctor` finds out. */
export interface Findings {
  readonly version: string
  readonly node: { readonly version: string; readonly required: string; readonly ok: boolean }
  readonly platform: string
  readonly textRewards: TextRewards
  readonly packages: ReadonlyArray<NativePackage>
  readonly providers: ReadonlyArray<Provider>
  readonly home: HomeState
  readonly models: ReadonlyArray<ModelState>
  readonly settings: Readonly<Record<string, string>>
}

/** Something to be mended: what does not work, or what is missing and optional. */
export interface Advice {
  readonly kind: 'broken' | 'missing'
  readonly what: string
  readonly command?: string
}

/** What is to be done about the findings, what is broken first. */
export const adviceOf = (found: Findings): ReadonlyArray<Advice> => {
  const all = [...aboutNode(found), ...found.packages.flatMap(aboutPackage), ...aboutHome(found), ...aboutModels(found)]
  return [...all.filter(({ kind }) => kind === 'broken'), ...all.filter(({ kind }) => kind === 'missing')]
}

const aboutNode = ({ node, textRewards }: Findings): ReadonlyArray<Advice> => [
  ...(node.ok ? [] : [{ kind: 'broken', what: `Node ${node.version}; this package needs ${node.required}` } as const]),
  ...textRewards.problems.map(
    (what) => ({ kind: 'broken', what, command: 'npm install corl-rewards --force' }) as const,
  ),
]

const aboutPackage = (one: NativePackage): ReadonlyArray<Advice> => {
  switch (one.state) {
    case 'works':
      return []
    case 'absent':
      return [{ kind: 'missing', what: `${one.name}, needed by ${one.neededBy}`, command: one.mend }]
    case 'broken':
      return [{ kind: 'broken', what: `${one.name} does not load: ${one.reason}`, command: one.mend }]
  }
}

const aboutHome = ({ home }: Findings): ReadonlyArray<Advice> =>
  home.problem === undefined
    ? []
    : [{ kind: 'broken', what: home.problem, command: 'export CORL_HOME=/a/folder/you/may/write' }]

const aboutModels = (found: Findings): ReadonlyArray<Advice> => [
  ...found.models
    .filter(({ state }) => state === 'damaged')
    .map(({ entry }) => ({
      kind: 'broken' as const,
      what: `the model ${entry.name} is damaged`,
      command: `${pullCommand(entry.name)} --force`,
    })),
  ...byReward(found.models).flatMap(({ reward, models }): ReadonlyArray<Advice> => {
    const usable = models.filter(({ entry }) => entry.use === 'now')
    const first = usable[0]
    if (first === undefined || usable.some(isComplete)) return []
    // One command is enough for all rewards that read the same model.
    if (first.entry.rewards[0] !== reward) return []
    const others = usable.slice(1).map(({ entry }) => entry.name)
    const or = others.length === 0 ? '' : ` (or ${others.join(', ')})`
    return [
      {
        kind: 'missing',
        what: `a model for ${first.entry.rewards.join(', ')}: ${first.entry.name}${or}`,
        command: pullCommand(first.entry.name),
      },
    ]
  }),
]

const isComplete = ({ state }: ModelState): boolean => !['missing', 'incomplete', 'damaged'].includes(state)

/** The models that each reward can work with. */
const byReward = (
  models: ReadonlyArray<ModelState>,
): ReadonlyArray<{ readonly reward: string; readonly models: ReadonlyArray<ModelState> }> => {
  const rewards = [...new Set(models.flatMap(({ entry }) => entry.rewards))]
  return rewards.map((reward) => ({ reward, models: models.filter(({ entry }) => entry.rewards.includes(reward)) }))
}
