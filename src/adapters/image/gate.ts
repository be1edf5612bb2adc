/**
 * Lets work in while its weight fits, in the order of asking. What weighs more than all there is waits until it is alone.
 */
export class Gate {
  readonly #capacity: number
  #free: number
  readonly #waiting: Array<{ readonly weight: number; readonly enter: () => void }> = []

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#free = capacity
  }

  /** Runs the task once there is room. A task whose signal fired meanwhile does not begin. */
  async run<A>(asked: number, signal: AbortSignal | undefined, task: () => Promise<A>): Promise<A> {
    const weight = Math.min(asked, this.#capacity)
    await this.#enter(weight)
    try {
      signal?.throwIfAborted()
      return await task()
    } finally {
      this.#free += weight
      this.#admit()
    }
  }

  #enter(weight: number): Promise<void> {
    return new Promise((enter) => {
      this.#waiting.push({ weight, enter })
      this.#admit()
    })
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.weight <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#free -= next.weight
      next.enter()
    }
  }
}
