import * as TE from 'fp-ts/lib/TaskEither.js'
import { z } from 'zod'
import { isInstalled as installedHere } from '../adapters/native/resolve-package.js'
import type { RewardError } from '../core/error.js'
import type { Range } from '../core/range.js'
import type { FieldInfo, RewardEntry } from './entry.js'
import { answer, completion, field } from './fields.js'

/**
 * The rewards that are promised under these ids and come in later versions. They are listed with what they will read and
 * need, so that data and machines can be made ready; loading one is `Left`, never a made-up score.
 */
interface Planned {
  readonly id: string
  readonly title: string
  readonly range: Range
  readonly fields: ReadonlyArray<FieldInfo>
  readonly packages?: ReadonlyArray<string>
  readonly models?: ReadonlyArray<string>
}

const unit: Range = { min: 0, max: 1 }
const image = field('image', true, 'the generated image')
const reference = field('reference', true, 'the real image')
const prompt = field('prompt', true, 'the text the image was asked for with')
const caption = field('caption', false, 'a caption of the generated image, instead of one that is computed')
const tokens = [
  field('imageTokens', true, "the image tokens' features in the policy's own space"),
  field('textTokens', true, "the text tokens' features in the same space"),
  field('imageMask', false, 'which image tokens count'),
  field('textMask', false, 'which text tokens count'),
]
const vision = ['onnxruntime-node', 'sharp']
const lpipsModels = ['lpips-vgg']
const captioner = ['BLIP weights']

const planned: ReadonlyArray<Planned> = [
  {
    id: 'math',
    title: 'The answer is mathematically equivalent to the gold answer',
    range: unit,
    fields: [completion, answer],
  },
  {
    id: 'corl/stage1',
    title: 'Unified stage: R_cycle + R_TIM + 0.8 (R_Acc + R_Format)',
    range: { min: -1, max: 3.6 },
    fields: [image, reference, prompt, caption, ...tokens, completion, answer],
    packages: vision,
    models: [...lpipsModels, ...captioner],
  },
  {
    id: 'corl/stage2-generation',
    title: 'Refined stage, generation: R_cycle + R_TIM',
    range: { min: -1, max: 2 },
    fields: [image, reference, prompt, caption, ...tokens],
    packages: vision,
    models: [...lpipsModels, ...captioner],
  },
  {
    id: 'corl/stage2-mcq',
    title: 'Refined stage, multiple choice: R_MCQ + R_Format',
    range: { min: 0, max: 2 },
    fields: [completion, answer],
  },
  {
    id: 'corl/stage2-open-ended',
    title: 'Refined stage, open-ended: R_OE + R_Format',
    range: { min: 0, max: 2 },
    fields: [completion, answer],
  },
]

/** Why a reward of a later version cannot be loaded: the package that is missing first, since that can be mended now. */
const whyNot = (id: string, packages: ReadonlyArray<string>, isInstalled: (name: string) => boolean): RewardError => {
  const missing = packages.find((name) => !isInstalled(name))
  return missing === undefined
    ? { _tag: 'Unavailable', reward: id, reason: 'comes in a later version of corl-rewards' }
    : { _tag: 'MissingPackage', reward: id, package: missing, install: `npm install ${missing}` }
}

export const plannedEntries: ReadonlyArray<RewardEntry> = planned.map(
  ({ id, title, range, fields, packages = [], models = [] }) => ({
    id,
    title,
    range,
    fields,
    needs: { packages, models },
    status: 'planned',
    // The options are settled with the reward: until then any are let through to the answer that it is not there yet.
    options: () => z.looseObject({}),
    rewardOptions: [],
    load: (_, { isInstalled = installedHere }) => TE.left(whyNot(id, packages, isInstalled)),
  }),
)
