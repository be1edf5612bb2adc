/** As much of a device of WebGPU as is used here. */
interface Device {
  readonly addEventListener?: (type: 'uncapturederror', listener: (event: { readonly error?: Error }) => void) => void
}

const watched = new WeakMap<object, string[]>()

/**
 * Notes what goes wrong on a device of WebGPU: for want of memory, say, its buffers become zeros, and nothing throws.
 *
 * @param backend - Of tfjs, any.
 */
export const watchDevice = (backend: unknown): void => {
  const device = deviceOf(backend)
  if (device === undefined || watched.has(device)) return
  const faults: string[] = []
  watched.set(device, faults)
  device.addEventListener?.('uncapturederror', ({ error }) => {
    faults.push(error?.message ?? 'an error without a message')
  })
}

/** What went wrong first on the backend's device since this was last asked. */
export const takeFault = (backend: unknown): string | undefined => {
  const device = deviceOf(backend)
  return device && watched.get(device)?.splice(0)[0]
}

const deviceOf = (backend: unknown): Device | undefined => {
  if (typeof backend !== 'object' || backend === null || !('device' in backend)) return undefined
  return typeof backend.device === 'object' && backend.device !== null ? backend.device : undefined
}
