/** What of tfjs those use who measure it from outside. To be imported where tfjs is known to be installed. */
export {
  add,
  dispose,
  memory,
  ones,
  type Rank,
  slice,
  type Tensor,
  tensor1d,
  tensor2d,
  type Tensor2D,
  tensor3d,
  type Tensor3D,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core'
