/**
 * What a worker runs, as text: a bundler need not find it, and nothing but Node is imported. It serves the slots of its memory
 * (see lane.ts) for as long as these are open, and then waits for the next message, which keeps no process alive.
 */
export const WORKER_SOURCE = `
const { parentPort } = require('node:worker_threads')
let kernels, control, values, number
const serve = () => {
  const slots = control[2]
  for (;;) {
    const bell = Atomics.load(control, 0)
    let isIdle = true
    for (let at = 16; at < 16 + 16 * slots; at += 16) {
      if (Atomics.compareExchange(control, at, 1, 2) !== 1) continue
      const kernel = control[at + 1] === 0 ? kernels.measure : kernels.slope
      kernel(control[at + 4], control[at + 2], control[at + 3], values[at + 6], control[at + 5])
      Atomics.store(control, at, 3)
      Atomics.notify(control, at)
      isIdle = false
    }
    if (!isIdle) continue
    if (Atomics.load(control, 1) === 0) return
    Atomics.wait(control, 0, bell)
  }
}
parentPort.on('message', (given) => {
  if (given.number !== number) {
    number = given.number
    kernels = new WebAssembly.Instance(given.module, { env: { memory: given.memory } }).exports
    control = new Int32Array(given.memory.buffer)
    values = new Float32Array(given.memory.buffer)
  }
  serve()
})
`
