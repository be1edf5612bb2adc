import { loadSharp } from '../../../adapters/image/load-sharp.js'
import { loadLpipsModel } from '../../../adapters/onnx/lpips/load-lpips.js'
import { measureDecode } from './decode.js'
import { measureLpips } from './lpips.js'
import type { ImagePartResult } from './measured.js'
import type { ImageEffort, ImagePart } from './parts.js'
import { measureResize } from './resize.js'
import { measureSsim } from './ssim.js'

/** Measures one part, with the packages that are installed. */
export const measurePart = async (
  part: ImagePart,
  effort: ImageEffort,
  onPhase: (phase: string) => void,
): Promise<ImagePartResult> => {
  const network = (net: 'alex' | 'squeeze' | 'vgg'): Promise<ImagePartResult> =>
    measureLpips(net, effort, loadLpipsModel, onPhase)
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
  }
}
