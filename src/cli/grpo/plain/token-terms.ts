import type { PlainSettings } from './settings.js'

/** The policy loss of a token, and what it changes by with log ρ, and with l where ρ is held. */
export interface TokenTerm {
  readonly value: number
  readonly byLogRatio: number
  readonly byLogProb: number
}

/** The policy loss of one token: its ratio ρ, log-probability l and advantage A; φ is vespo's weight of its completion. */
export const tokenTerm = (
  ratio: number,
  logProb: number,
  advantage: number,
  phi: number,
  settings: PlainSettings,
): TokenTerm => {
  switch (settings.lossType) {
    case 'cispo': {
      const cut = Math.max(Math.min(ratio, settings.epsilonHigh), settings.floor ?? 0)
      const isFree = settings.gradient === 'weight differentiated' && cut === ratio
      const value = -cut * advantage * logProb
      return { value, byLogRatio: isFree ? value : 0, byLogProb: -cut * advantage }
    }
    case 'sapo': {
      const k = advantage > 0 ? settings.sapoTemperaturePos : settings.sapoTemperatureNeg
      const gate = 1 / (1 + Math.exp(-k * (ratio - 1)))
      const slope = gate === 1 || gate === 0 ? 0 : k * gate * (1 - gate) * ratio
      const factor = gateFactor(k, settings.gate)
      return { value: -factor * gate * advantage, byLogRatio: -factor * slope * advantage, byLogProb: 0 }
    }
    case 'vespo':
      return { value: -phi * advantage * logProb, byLogRatio: 0, byLogProb: -phi * advantage }
    case 'grpo':
    case 'bnpo':
    case 'dr_grpo':
    case 'dapo':
    case 'luspo':
      return clippedTerm(ratio, advantage, settings)
  }
}

const gateFactor = (k: number, gate: PlainSettings['gate']): number => {
  switch (gate) {
    case '4':
      return 4
    case '1 / k':
      return 1 / k
    case '1':
      return 1
    case undefined:
      return 4 / k
  }
}

const clippedTerm = (
  ratio: number,
  advantage: number,
  { epsilon, epsilonHigh, delta, bound, gradient }: PlainSettings,
): TokenTerm => {
  // 0 times an overflow is 0.
  if (advantage === 0) return { value: 0, byLogRatio: 0, byLogProb: 0 }
  const held = Math.min(Math.max(ratio, 1 - epsilon), 1 + epsilonHigh)
  const capped = Math.min(ratio, delta ?? Infinity)
  const [free, clipped] = [capped * advantage, held * advantage]
  const takesFree = bound === undefined ? free <= clipped : isFree(bound, [capped, held], [free, clipped])
  const moves = takesFree ? delta === null || ratio <= delta : held === ratio
  return {
    value: -(takesFree ? free : clipped),
    byLogRatio: moves || gradient === 'through clip' ? -ratio * advantage : 0,
    byLogProb: 0,
  }
}

/** Whether the unclipped one of two ratios, and of the terms that they give, is taken. */
const isFree = (
  bound: NonNullable<PlainSettings['bound']>,
  [capped, held]: readonly [number, number],
  [free, clipped]: readonly [number, number],
): boolean => {
  switch (bound) {
    case 'greater':
      return free >= clipped
    case 'clipped':
      return false
    case 'free':
      return true
    case 'unsigned':
      return capped <= held
  }
}

/** The estimate of the KL divergence at one token, and what it changes by with l. */
export const klTerm = (
  logProb: number,
  refLogProb: number,
  kind: PlainSettings['kl'],
): { readonly value: number; readonly byLogProb: number } => {
  const x = refLogProb - logProb
  switch (kind) {
    case 'k1':
      return { value: -x, byLogProb: 1 }
    case 'k2':
      return { value: x ** 2 / 2, byLogProb: -x }
    case 'k3 + 1':
      return { value: Math.exp(x) - x, byLogProb: -Math.expm1(x) }
    case 'absolute':
      return { value: Math.abs(x), byLogProb: -Math.sign(x) }
    case 'reversed':
      return { value: Math.expm1(-x) + x, byLogProb: Math.expm1(-x) }
    case undefined:
      return { value: Math.expm1(x) - x, byLogProb: -Math.expm1(x) }
  }
}
