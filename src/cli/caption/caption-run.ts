import * as E from 'fp-ts/lib/Either.js'
import { imageReader } from '../../adapters/image/read-image.js'
import { type RewardError, showError } from '../../core/error.js'
import type { Image } from '../../image/image.js'
import { stopsAll } from '../../image/image-pair.js'
import type { Captioner } from '../../recaption/captioner.js'
import { FORMULA_NOTE } from '../../recaption/formula-note.js'
import { type Io, printable } from '../io.js'
import { errorData } from '../outcome-json.js'
import type { Sink } from '../sink.js'
import { captioningFailure } from './open-captioner.js'

/** How captions are written. */
export interface Show {
  readonly isJson: boolean
  /** Whether lines say which image they are about. */
  readonly isNamed: boolean
  readonly isMadeUp: boolean
}

type Caption = E.Either<RewardError, string>

/** Images, a batch after the other. */
export class CaptionRun {
  captioned = 0
  failed = 0
  private readonly read = imageReader()

  constructor(
    private readonly captioner: Captioner,
    private readonly show: Show,
    private readonly sink: Sink,
    private readonly io: Pick<Io, 'stderr' | 'signal'>,
  ) {}

  /** Writes a line for each image; for none of them where the user interrupts. What stops all images ends the command. */
  async caption(files: ReadonlyArray<string>): Promise<void> {
    const captions = await this.captionsOf(files)
    if (E.isLeft(captions)) {
      if (this.io.signal.aborted) return
      throw captioningFailure(captions.left)
    }
    let lines = ''
    for (const [i, file] of files.entries()) {
      const caption = captions.right[i] as Caption
      if (E.isRight(caption)) this.captioned++
      else this.failed++
      if (this.show.isJson) lines += this.jsonLine(file, caption)
      else if (E.isRight(caption)) lines += this.textLine(file, caption.right)
      else this.io.stderr.write(`corl: ${printable(`${file}: ${showError(caption.left)}`)}\n`)
    }
    await this.sink.write(lines)
  }

  /** `Left` where no image has a caption, be it that the user interrupts. */
  private async captionsOf(files: ReadonlyArray<string>): Promise<E.Either<RewardError, ReadonlyArray<Caption>>> {
    const { signal } = this.io
    const owner = { reward: 'caption', field: 'image' }
    const read = await Promise.all(files.map((file) => this.read(file, owner, { signal })()))
    const images: Array<Image> = []
    for (const image of read) {
      if (E.isRight(image)) images.push(image.right)
      else if (stopsAll(image.left)) return image
    }
    if (images.length === 0) return E.right(read as ReadonlyArray<E.Left<RewardError>>)
    const written = await this.captioner.caption(images, { signal })()
    return E.map((captions: ReadonlyArray<Caption>) => {
      const next = captions.values()
      return read.map((image) => (E.isLeft(image) ? image : (next.next().value as Caption)))
    })(written)
  }

  private textLine(file: string, caption: string): string {
    return this.show.isNamed ? `${printable(file)}\t${printable(caption)}\n` : `${printable(caption)}\n`
  }

  private jsonLine(image: string, caption: Caption): string {
    const result = E.isRight(caption) ? { caption: caption.right } : { error: errorData(caption.left) }
    return `${JSON.stringify({ image, ...result, ...(this.show.isMadeUp ? { weights: FORMULA_NOTE } : {}) })}\n`
  }
}
