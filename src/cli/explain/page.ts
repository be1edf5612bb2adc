import type { Outcome } from '../../core/outcome.js'
import type { RewardMeta } from '../../core/reward.js'
import type { GraphComparison } from './compare-graphs.js'
import type { TokenComparison } from './token-comparison.js'

/** What is said to be seen in a picture. */
export interface PageCaption {
  readonly text: string
  /** The captioner, where it was asked; nothing where the sample brings the caption. */
  readonly by?: string
}

/** A picture that is encoded already. */
export interface PagePicture {
  /** Which field it is. */
  readonly label: string
  /** Where it came from, as the sample says; nothing where that is no short text. */
  readonly source?: string
  /** Its size as it was compared, or read, in pixels. */
  readonly width: number
  readonly height: number
  /** A `data:image/png` URL. It may hold fewer pixels than `width` and `height` say. */
  readonly url: string
  readonly caption?: PageCaption
}

/** Where two images differ, as a picture of colours and what these stand for. */
export interface PageMap {
  /** What a number of the map is: `SSIM`, `LPIPS distance`. */
  readonly title: string
  /** The numbers at the dark and at the bright end of the colours; bright is where images differ most. */
  readonly alike: number
  readonly different: number
  readonly min: number
  readonly mean: number
  readonly max: number
  /** A `data:image/png` URL. */
  readonly url: string
}

/** Two images held against each other by one reward. */
export interface PageComparison {
  /** The name of the reward. */
  readonly reward: string
  /** What else there is to say: net, size, weights. */
  readonly facts: ReadonlyArray<readonly [label: string, text: string]>
  readonly image: PagePicture
  readonly reference: PagePicture
  readonly map?: PageMap
  /** Distances by layer, in order. */
  readonly layers: ReadonlyArray<{ readonly name: string; readonly distance: number }>
}

/** Which words are found where in the image. */
export interface PageTokens {
  readonly comparison: TokenComparison
  /** The image, where the sample has one. */
  readonly picture?: PagePicture
}

/** All that a page of `corl explain --html` shows. Texts are plain: what renders them escapes them. */
export interface ExplainPage {
  readonly meta: RewardMeta
  readonly outcome: Outcome
  /** The reward as it was asked for, as JSON. */
  readonly spec: string
  /** Of the package. */
  readonly version: string
  /** The fields of the sample that the reward reads, each as text; undefined where it is not given. */
  readonly fields: ReadonlyArray<readonly [name: string, text: string | undefined]>
  /** What nobody may miss: that weights are made up. */
  readonly warnings: ReadonlyArray<string>
  /** What could not be shown, and why. */
  readonly notes: ReadonlyArray<string>
  /** Pictures of the sample that no comparison shows. */
  readonly pictures: ReadonlyArray<PagePicture>
  readonly comparisons: ReadonlyArray<PageComparison>
  /** Scene graphs held against each other. */
  readonly graphs: ReadonlyArray<GraphComparison>
  readonly tokens?: PageTokens
}
