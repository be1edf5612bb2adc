/**
 * A Vulkan driver in software, for machines without a GPU: SwiftShader, as Debian's package chromium carries it. Both files must be there; where they are
 * not, nothing happens. To be called before anything looks for an adapter, in the process's first thread: the environment of others is a copy that the
 * driver's loader does not see. Where `VK_DRIVER_FILES` is set already, it stays.
 */
import { existsSync } from 'node:fs'
import { constants } from 'node:os'

const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'
const LOADER = '/usr/lib/chromium/libvulkan.so.1'
/** Of glibc: the library stays loaded though it is no module of Node's, and is then found by its name. */
const RTLD_NODELETE = 0x1000

export const setup = (): void => {
  if (!existsSync(DRIVER)) return
  process.env['VK_DRIVER_FILES'] ??= DRIVER
  keepLoader()
}

/** Dawn looks for the loader in the system's folders, where Debian's chromium does not put it. */
export const keepLoader = (): void => {
  if (!existsSync(LOADER)) return
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen
  try {
    process.dlopen({ exports: {} }, LOADER, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE)
  } catch {
    // It always says that it is no module of Node's.
  }
}
