import * as E from 'fp-ts/lib/Either.js'
import type { RewardError } from '../../../core/error.js'
import { grpoSettings } from '../../../grpo/loss/trl/options.js'
import { beforeLoss, computeCase, type Computed, correctionOf, type LossOf } from '../case/compute-case.js'
import type { GrpoCase } from '../case/read-case.js'
import type { Dtype } from '../dtypes.js'
import { rewardMetricMistakes } from '../mistakes/metric-mistakes.js'
import { advantageRecipe } from '../plain/advantage-recipe.js'
import { batchOf } from '../plain/batch.js'
import { countsOf } from '../plain/counts.js'
import { plainLoss } from '../plain/plain-loss.js'
import { advantageQuantity, explainAdvantages } from './explain-advantages.js'
import { explainLoss } from './explain-loss.js'
import { explainLossMetric, explainMetric } from './explain-metric.js'
import { explainWeights } from './explain-weights.js'
import { type DtypeChoice, dtypeChoice } from './guess-dtype.js'
import { lossQuantities, readLossClaims } from './loss-quantities.js'
import { metricQuantities } from './metric-quantities.js'
import { type Difference, firstDifference, fitting, type Quantity } from './quantity.js'
import { readClaim, readMetrics } from './read-claim.js'
import { rowQuantity } from './row-quantity.js'

/** Where a trainer departs from the reference. */
export interface Departure extends Difference {
  readonly name: string
  readonly dtype: Dtype
  readonly reasons: ReadonlyArray<string>
}

/** What became of a case. */
export interface Checked {
  /** What agrees, in the order of the computation. */
  readonly agreed: ReadonlyArray<{ readonly name: string; readonly dtype: Dtype }>
  readonly departure?: Departure
  /** Metrics that the reference does not have. */
  readonly unknownMetrics: ReadonlyArray<string>
}

/** What a case is checked with. */
export interface CheckContext {
  readonly loadLoss: () => Promise<LossOf>
  /** What the trainer computed in, where the user says so. */
  readonly dtype: Dtype | undefined
}

type Answer<A> = E.Either<RewardError, A>

/** One case, step by step, up to the first departure. Left where it cannot be checked. */
export const checkCase = async (case_: GrpoCase, context: CheckContext): Promise<Answer<Checked>> => {
  const run = new CaseCheck(context.loadLoss, dtypeChoice(context.dtype, case_.claims))
  const fault = (await run.advantages(case_)) ?? (await run.weights(case_)) ?? (await run.loss(case_))
  return fault === undefined ? E.right(run.checked()) : E.left(fault)
}

/** The steps; each answers with what keeps it from being taken, and does nothing after a departure. */
class CaseCheck {
  private readonly agreed: Array<{ readonly name: string; readonly dtype: Dtype }> = []
  private departure: Departure | undefined
  private unknownMetrics: ReadonlyArray<string> = []

  constructor(
    private readonly loadLoss: CheckContext['loadLoss'],
    private readonly dtypes: DtypeChoice,
  ) {}

  checked(): Checked {
    const { agreed, unknownMetrics, departure } = this
    return { agreed, unknownMetrics, ...(departure !== undefined && { departure }) }
  }

  async advantages({ inputs: _, ...case_ }: GrpoCase): Promise<RewardError | undefined> {
    const { rewards, claims, config } = case_
    if (rewards === undefined) return undefined
    const computed = beforeLoss(case_, 'given')
    if (E.isLeft(computed)) return computed.left
    const { advantages } = computed.right
    if (!claims.has('advantages') || advantages === undefined) return undefined
    const rows = advantages.advantages.length
    const given = claims.get('advantages')
    const columns = Array.isArray(given) && Array.isArray(given[0]) ? given[0].length : 1
    const claim = readClaim('advantages', given, rows, columns)
    if (E.isLeft(claim)) return claim.left
    const recipe = advantageRecipe(rewards, config.advantages)
    if (E.isLeft(recipe)) return recipe.left
    const quantity = advantageQuantity(claim.right, recipe.right, this.dtypes, advantages.advantages)
    await this.compare([quantity], () => explainAdvantages(claim.right, recipe.right, this.dtypes))
    return undefined
  }

  /** The weights against the inference engine, where it is told how they are computed. */
  async weights({ inputs, correction }: GrpoCase): Promise<RewardError | undefined> {
    if (this.departure !== undefined || correction === undefined || inputs === undefined) return undefined
    const { importanceWeights: given } = inputs
    if (given === undefined || given === null) return undefined
    const own = correctionOf(inputs, correction)
    if (E.isLeft(own)) return own.left
    const { shape, data } = own.right.ratio
    const claim = readClaim('importanceWeights', given, ...shape)
    if (E.isLeft(claim)) return claim.left
    const isByToken = shape[1] === batchOf(inputs).columns
    const mask = isByToken ? countsOf(batchOf(inputs)).counts : undefined
    const wanted = { columns: shape[1], data, kind: 'tokens', ...(mask !== undefined && { mask }) } as const
    const quantity = rowQuantity('importanceWeights', claim.right, wanted, this.dtypes)
    await this.compare([quantity], () => explainWeights(quantity, inputs, correction))
    return undefined
  }

  async loss(case_: GrpoCase): Promise<RewardError | undefined> {
    if (this.departure !== undefined) return undefined
    const computed = await this.computed(case_)
    if (E.isLeft(computed)) return computed.left
    const fault = await this.lossNumbers(case_, computed.right)
    return fault ?? (await this.metrics(case_, computed.right))
  }

  /** Where the loss is beyond float32, without it: float64 holds more. */
  private async computed(case_: GrpoCase): Promise<Answer<Computed>> {
    const computed = await computeCase(case_, this.loadLoss, 'given')
    return E.isLeft(computed) && computed.left._tag === 'NonFinite' ? beforeLoss(case_, 'given') : computed
  }

  private async lossNumbers(
    { claims, config }: GrpoCase,
    { inputs, loss }: Computed,
  ): Promise<RewardError | undefined> {
    if (inputs === undefined) return undefined
    const settings = grpoSettings('grpo check', config.loss)
    if (E.isLeft(settings)) return settings.left
    const call = { batch: batchOf(inputs, config.advantages.numGenerations), settings: settings.right }
    const read = readLossClaims(claims, call.batch.rows, call.batch.columns)
    if (E.isLeft(read)) return read.left
    const { counts } = countsOf(call.batch)
    const quantities = lossQuantities(read.right, plainLoss(call.batch, call.settings), counts, this.dtypes, loss)
    const told = { claims: read.right, mask: counts, dtypes: this.dtypes }
    await this.compare(quantities, (departed) => explainLoss(call, told, departed))
    return undefined
  }

  private async metrics({ claims, rewards, config }: GrpoCase, computed: Computed): Promise<RewardError | undefined> {
    if (this.departure !== undefined || !claims.has('metrics')) return undefined
    const read = readMetrics(claims.get('metrics'))
    if (E.isLeft(read)) return read.left
    const { advantages, correction, loss, inputs } = computed
    const metrics = { ...advantages?.metrics, ...correction?.metrics, ...loss?.metrics }
    this.unknownMetrics = Array.from(read.right.keys()).filter((name) => !Object.hasOwn(metrics, name))
    const settings = grpoSettings('grpo check', config.loss)
    await this.compare(metricQuantities(read.right, metrics, this.dtypes), async (quantity) => {
      const metric = quantity.name.slice('metrics.'.length)
      if (rewards !== undefined && Object.hasOwn(advantages?.metrics ?? {}, metric)) {
        const recipe = advantageRecipe(rewards, config.advantages)
        if (E.isLeft(recipe)) return []
        const { rewardNames = recipe.right.columns.map((__, k) => `r${k}`) } = config.advantages
        return explainMetric(quantity, rewardMetricMistakes(metric, recipe.right, rewardNames))
      }
      if (inputs === undefined || E.isLeft(settings)) return []
      const call = { batch: batchOf(inputs), settings: settings.right }
      return explainLossMetric(metric, quantity, call, await this.loadLoss())
    })
    return undefined
  }

  private async compare(
    quantities: ReadonlyArray<Quantity>,
    explain: (departed: Quantity) => Promise<ReadonlyArray<string>> | ReadonlyArray<string>,
  ): Promise<void> {
    for (const quantity of quantities) {
      const { name, dtype } = quantity
      const difference = firstDifference(quantity)
      if (difference === undefined) {
        this.agreed.push({ name, dtype })
        continue
      }
      const reasons = await explain(quantity)
      const fits = fitting(quantity)
      if (fits?.isLikely === true && reasons.length === 0) {
        this.agreed.push({ name, dtype: fits.dtype })
        continue
      }
      this.departure = { name, dtype, ...difference, reasons, ...(fits !== undefined && { fits: fits.dtype }) }
      return
    }
  }
}
