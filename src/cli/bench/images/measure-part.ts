import { loadSharp } from '../../../adapters/image/load-sharp.js'
import { loadBlip } from '../../../adapters/onnx/blip/load-blip.js'
import { loadLpipsModel } from '../../../adapters/onnx/lpips/load-lpips.js'
import { fromSpec } from '../../../presets/index.js'
import { measureBlip } from './blip.js'
import { measureDecode } from './decode.js'
import { measureLpips } from './lpips.js'
import type { ImagePartResult } from './measured.js'
import type { ImageEffort, ImagePart } from './parts.js'
import { measureCycle, measureRecipes } from './recipes.js'
import { measureResize } from './resize.js'
import { roomForWeights } from './room-for-weights.js'
import { measureSsim } from './ssim.js'

/** Measures one part, with the packages that are installed. */
export const measurePart = async (
  part: ImagePart,
  effort: ImageEffort,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  const network = (net: 'alex' | 'squeeze' | 'vgg'): Promise<ImagePartResult> =>
    measureLpips(net, effort, loadLpipsModel, onPhase)
  const room = () => roomForWeights(process.env)
  switch (part) {
    case 'images/decode':
      return measureDecode(effort, loadSharp)
    case 'images/resize':
      return measureResize(effort, loadSharp)
    case 'images/ssim':
      return measureSsim(effort)
    case 'images/lpips-alex':
      return network('alex')
    case 'images/lpips-squeeze':
      return network('squeeze')
    case 'images/lpips-vgg':
      return network('vgg')
    case 'images/blip-fp32':
      return measureBlip('fp32', effort, loadBlip, room, onPhase)
    case 'images/blip-int8':
      return measureBlip('int8', effort, loadBlip, room, onPhase)
    case 'images/cycle':
      return measureCycle(effort, fromSpec, room, onPhase)
    case 'images/recipes':
      return measureRecipes(effort, fromSpec, onPhase)
  }
}
