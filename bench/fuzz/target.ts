import type { Random } from './random.js'

/** What a parser made of an input. A throw or a rejection is a finding. */
export type Verdict = 'read' | 'refused'

/** Code that is fed mutated inputs. */
export interface Target {
  readonly name: string
  /** An input that follows from the random numbers alone. */
  readonly make: (random: Random) => Uint8Array
  /** Throws where the code under test breaks a promise: an exception that is no refusal, a result that cannot be. */
  readonly run: (input: Uint8Array) => Verdict | Promise<Verdict>
}
