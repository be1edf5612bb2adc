/**
 * Where a network runs. `'auto'` takes the first accelerator of the platform that opens, then the processor; a device that is
 * named and does not open is an error, never another device.
 *
 * @category model
 * @since 0.2.0
 */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'coreml' | 'dml' | 'auto'

export const DEVICES: ReadonlyArray<Device> = ['cpu', 'cuda', 'webgpu', 'coreml', 'dml', 'auto']

/** The accelerators 'auto' tries on a platform. WebGPU is not among them: it opens on drivers in software, far slower than the processor. */
const AUTO: Readonly<Record<string, ReadonlyArray<Device>>> = { linux: ['cuda'], darwin: ['coreml'], win32: ['dml'] }

/** The execution providers to try, one after another. */
export const candidates = (device: Device, platform: string, bundled: ReadonlyArray<string>): ReadonlyArray<Device> =>
  device === 'auto' ? [...(AUTO[platform] ?? []).filter((name) => bundled.includes(name)), 'cpu'] : [device]
