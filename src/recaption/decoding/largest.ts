/**
 * The `count` largest of the values it is offered, in a heap whose root is the least of them. Of equal values those offered first stay,
 * and come first. -Infinity is never taken.
 */
export class Largest {
  private readonly values: Float64Array
  private readonly indices: Int32Array
  private size = 0
  /** What a value must exceed to be taken. */
  private floor = -Infinity

  constructor(private readonly count: number) {
    this.values = new Float64Array(count)
    this.indices = new Int32Array(count)
  }

  /** Indices come in ascending order. */
  offer(value: number, index: number): void {
    if (value > this.floor) this.take(value, index)
  }

  /** The least of the values held; -Infinity where fewer than `count` were there. */
  get least(): number {
    return this.floor
  }

  /** What is held, the largest first. */
  sorted(): ReadonlyArray<{ readonly value: number; readonly index: number }> {
    return Array.from({ length: this.size }, (_, i) => ({
      value: this.values[i] as number,
      index: this.indices[i] as number,
    })).sort((a, b) => b.value - a.value || a.index - b.index)
  }

  private take(value: number, index: number): void {
    if (this.size < this.count) this.rise(this.size++, value, index)
    else this.sink(value, index)
    if (this.size === this.count) this.floor = this.values[0] as number
  }

  /** From the end towards the root, past what is larger. */
  private rise(from: number, value: number, index: number): void {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.isBelow(parent, value, index)) break
      this.move(parent, at)
      at = parent
    }
    this.put(at, value, index)
  }

  /** In place of the root, then past what is smaller. */
  private sink(value: number, index: number): void {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.size) break
      const other = child + 1
      if (other < this.size && this.isBelow(other, this.values[child] as number, this.indices[child] as number))
        child = other
      if (!this.isBelow(child, value, index)) break
      this.move(child, at)
      at = child
    }
    this.put(at, value, index)
  }

  /** Whether what is held at a place goes before another value is given up: smaller, or equal and offered later. */
  private isBelow(at: number, value: number, index: number): boolean {
    const held = this.values[at] as number
    return held < value || (held === value && (this.indices[at] as number) > index)
  }

  private move(from: number, to: number): void {
    this.put(to, this.values[from] as number, this.indices[from] as number)
  }

  private put(at: number, value: number, index: number): void {
    this.values[at] = value
    this.indices[at] = index
  }
}
