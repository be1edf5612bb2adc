import { refuse } from '../refusal.js'
import { argumentsOf, isKind, readSize, readSizes } from './make-container.js'
import { kindOf, type PyStorage, type PyTensor, type Value } from './value.js'

/** Hooks are functions, and functions are not loaded: none, or the empty dict that torch writes. */
const checkHooks = (hooks: Value | undefined): void => {
  if (hooks === null) return
  if (!isKind(hooks, 'dict') || hooks.entries.size > 0)
    refuse('a tensor without backward hooks', isKind(hooks, 'dict') ? 'a dict of hooks' : kindOf(hooks))
}

const checkFlag = (flag: Value | undefined): void => {
  if (typeof flag !== 'boolean') refuse('requires_grad to be True or False', kindOf(flag))
}

const window = (storage: PyStorage, start: Value | undefined, shape: Value | undefined, strides: Value | undefined) => {
  const tensor: PyTensor = {
    kind: 'tensor',
    storage,
    start: readSize('the storage offset of a tensor', start),
    shape: readSizes('the size of a tensor', shape),
    strides: readSizes('the stride of a tensor', strides),
  }
  if (tensor.shape.length !== tensor.strides.length)
    refuse('as many strides as sizes', `${tensor.strides.length} strides for ${tensor.shape.length} sizes`)
  return tensor
}

/** `_rebuild_tensor(storage, storage_offset, size, stride)`. */
export const rebuildTensor = (args: ReadonlyArray<Value>): PyTensor => {
  const [storage, start, shape, strides] = args
  return args.length === 4 && isKind(storage, 'storage')
    ? window(storage, start, shape, strides)
    : refuse('_rebuild_tensor of a storage, an offset, a size and a stride', argumentsOf(args))
}

/** `_rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks, metadata=None)`. */
export const rebuildTensorV2 = (args: ReadonlyArray<Value>): PyTensor => {
  const [storage, start, shape, strides, flag, hooks, metadata = null] = args
  if (args.length < 6 || args.length > 7 || !isKind(storage, 'storage'))
    return refuse('_rebuild_tensor_v2 of a storage, offset, size, stride, flag and hooks', argumentsOf(args))
  checkFlag(flag)
  checkHooks(hooks)
  // Metadata turns values round (conjugate, negative): a tensor that has any is not what its bytes say.
  if (metadata !== null && !(isKind(metadata, 'dict') && metadata.entries.size === 0))
    return refuse('a tensor without metadata', kindOf(metadata))
  return window(storage, start, shape, strides)
}

/** `_rebuild_parameter(data, requires_grad, backward_hooks)`: the tensor itself. */
export const rebuildParameter = (args: ReadonlyArray<Value>): PyTensor => {
  const [tensor, flag, hooks] = args
  if (args.length !== 3 || !isKind(tensor, 'tensor'))
    return refuse('_rebuild_parameter of a tensor, a flag and hooks', argumentsOf(args))
  checkFlag(flag)
  checkHooks(hooks)
  return tensor
}
