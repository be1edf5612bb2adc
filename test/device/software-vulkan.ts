/**
 * A Vulkan driver in software, for machines without a GPU: SwiftShader, as Debian's package chromium carries it. Where its files are not there, nothing
 * happens. Runs before the processes of the tests are started, which inherit its environment: what loads the drivers reads nothing else. Drivers of the
 * system stay, and a GPU comes first; where `VK_DRIVER_FILES` names some, those are all.
 */
import { existsSync } from 'node:fs'

const FOLDER = '/usr/lib/chromium'
const DRIVER = `${FOLDER}/vk_swiftshader_icd.json`

export const setup = (): void => {
  if (!existsSync(DRIVER)) return
  process.env['VK_ADD_DRIVER_FILES'] ??= DRIVER
  // Dawn asks for the library that loads drivers by its name, and Debian's chromium keeps it to itself.
  process.env['LD_LIBRARY_PATH'] = [process.env['LD_LIBRARY_PATH'], FOLDER].filter(Boolean).join(':')
}
