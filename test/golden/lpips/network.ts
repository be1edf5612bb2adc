import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { openLpips } from '../../../src/adapters/onnx/lpips/open-lpips.js'
import { imageReader } from '../../../src/adapters/image/read-image.js'
import { type RewardError, showError } from '../../../src/core/error.js'
import { type FormulaTensor, formulaTensor } from '../../../src/formula/tensor.js'
import type { Image } from '../../../src/image/image.js'
import type { LpipsGuard, LpipsModel, LpipsNet } from '../../../src/lpips/model.js'
import { imageNamed } from '../formula-name.js'
import { writeSafetensors } from '../../../src/models/checkpoint/write-safetensors.js'

/** A tensor by formula, as the value files list them; offset 0 where it is not said. */
export interface Parameter {
  readonly key: string
  readonly name: string
  readonly shape: ReadonlyArray<number>
  readonly scale: number
  readonly offset?: number
}

/** The part of a value file that says which network it is about. */
export interface NetworkFile {
  readonly net: LpipsNet
  readonly parameters: ReadonlyArray<Parameter>
  readonly images_run?: string
  /** Heads by formula; without them, those of the file `heads/<net>.pth` beside the values. */
  readonly heads?: ReadonlyArray<Parameter>
}

export const right = <A>(result: Either<RewardError, A>): A => {
  if (isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

const write = async (
  file: string,
  parameters: ReadonlyArray<Parameter>,
  zero: (name: string) => boolean,
): Promise<void> => {
  const tensors = parameters.map(({ name, ...parameter }) => {
    const formula: FormulaTensor = { offset: 0, ...parameter, ...(zero(name) ? { scale: 0, offset: 0 } : {}) }
    return [name, { dtype: 'float32', shape: formula.shape, data: formulaTensor(formula) }] as const
  })
  right(await writeSafetensors(file, tensors)())
}

/** A folder for the checkpoints of a value file. */
export class Networks {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'corl-golden-lpips-'))
  private readonly opened: Array<LpipsModel> = []
  /** Of the formula images: the file of all images used says it. */
  private readonly images_run: string
  private readonly images = new Map<string, Promise<Image>>()

  constructor(
    readonly valuesFile: string,
    readonly values: NetworkFile,
  ) {
    const used = path.join(path.dirname(valuesFile), 'images_used.json')
    const said = existsSync(used) ? (JSON.parse(readFileSync(used, 'utf8')) as { images_run?: string }) : {}
    this.images_run = values.images_run ?? said.images_run ?? 'v1'
  }

  async backbone(options: { readonly zeroBias?: boolean } = {}): Promise<string> {
    const file = path.join(this.folder, `backbone${options.zeroBias === true ? '-zero' : ''}.safetensors`)
    if (!existsSync(file)) {
      await write(file, this.values.parameters, (name) => options.zeroBias === true && name.endsWith('.bias'))
    }
    return file
  }

  async heads(): Promise<string> {
    const official = path.join(path.dirname(this.valuesFile), 'heads', `${this.values.net}.pth`)
    if (this.values.heads === undefined) return official
    const file = path.join(this.folder, 'heads.safetensors')
    if (!existsSync(file)) await write(file, this.values.heads, () => false)
    return file
  }

  async model(guard: LpipsGuard, options: { readonly zeroBias?: boolean } = {}): Promise<LpipsModel> {
    const files = { backbone: await this.backbone(options), heads: await this.heads() }
    const { net } = this.values
    const scratchDir = path.join(this.folder, 'graphs')
    const model = right(await openLpips({ net, guard, precision: 'fp32', device: 'cpu', files, scratchDir })())
    this.opened.push(model)
    return model
  }

  async close(): Promise<void> {
    for (const model of this.opened) await model[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** An image by the name that value files have for it: `discs 64x64 blur`, `file ex_ref.png`. */
  image(name: string): Promise<Image> {
    const image = this.images.get(name) ?? this.makeImage(name)
    this.images.set(name, image)
    return image
  }

  private async makeImage(name: string): Promise<Image> {
    if (name.startsWith('file ')) {
      const file = path.join(path.dirname(this.valuesFile), 'images', name.slice(5))
      return right(await imageReader()(file, { reward: 'golden', field: name })())
    }
    return imageNamed(name, this.images_run)
  }
}
