/** A reward that stands in a spec, with its options there. */
export interface RewardInSpec {
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
}

type Options = RewardInSpec['options']

/** A reward, and what it compares images by where it is a recipe. */
export const withInside = (reward: RewardInSpec): ReadonlyArray<RewardInSpec> => {
  const inside = recipes.get(reward.id)?.(reward.options)
  return inside === undefined ? [reward] : [reward, ...withInside(inside)]
}

/** R_cycle of a stage: without a network where its options say so. */
const cycleOf = ({ cycle = {} }: Options): RewardInSpec =>
  cycle === 'lite' ? { id: 'corl/cycle-lite', options: {} } : { id: 'corl/cycle', options: cycle as Options }

/** What the recipes make of their options when they are loaded. */
const recipes: ReadonlyMap<string, (options: Options) => RewardInSpec> = new Map([
  [
    'corl/cycle',
    ({ variant = 'paper', lpips, images }) => ({
      id: 'lpips',
      options: { variant, ...(lpips as Options | undefined), ...(images === undefined ? {} : { images }) },
    }),
  ],
  ['corl/cycle-lite', ({ ssim = {} }) => ({ id: 'ssim', options: ssim as Options })],
  ['corl/stage1', cycleOf],
  ['corl/stage2-generation', cycleOf],
])
