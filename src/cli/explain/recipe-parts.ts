/** A reward that stands in a spec, with its options there. */
export interface RewardInSpec {
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
}

type Options = RewardInSpec['options']

/** A reward, and what it compares images and tokens by where it is a recipe. */
export const withInside = (reward: RewardInSpec): ReadonlyArray<RewardInSpec> => [
  reward,
  ...(recipes.get(reward.id)?.(reward.options) ?? []).flatMap(withInside),
]

/** R_cycle of a stage: without a network where its options say so. */
const cycleOf = ({ cycle = {} }: Options): RewardInSpec =>
  cycle === 'lite' ? { id: 'corl/cycle-lite', options: {} } : { id: 'corl/cycle', options: cycle as Options }

const generationOf = (options: Options): ReadonlyArray<RewardInSpec> => [
  cycleOf(options),
  { id: 'text-image-matching', options: (options['matching'] ?? {}) as Options },
]

/** What the recipes make of their options when they are loaded. */
const recipes: ReadonlyMap<string, (options: Options) => ReadonlyArray<RewardInSpec>> = new Map([
  [
    'corl/cycle',
    ({ variant = 'paper', lpips, images }: Options) => [
      {
        id: 'lpips',
        options: { variant, ...(lpips as Options | undefined), ...(images === undefined ? {} : { images }) },
      },
    ],
  ],
  ['corl/cycle-lite', ({ ssim = {} }: Options) => [{ id: 'ssim', options: ssim as Options }]],
  ['corl/stage1', generationOf],
  ['corl/stage2-generation', generationOf],
])
