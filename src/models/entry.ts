/** What a file is to its model. A loader asks for files by role, never by name. */
export type FileRole =
  | 'backbone'
  | 'heads'
  | 'weights'
  | 'config'
  | 'preprocessor'
  | 'tokenizer'
  | 'tokenizer-config'
  | 'special-tokens'
  | 'vocabulary'
  | 'merges'

/** Where a file comes from. */
export type FileSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string; readonly file: string }

/**
 * How a file is told from a damaged or an exchanged one.
 *
 * | `verify` | meaning |
 * | --- | --- |
 * | `sha256` | the digest of the whole file is known here |
 * | `prefix` | only its first digits are known: torchvision puts eight of them into the file's name |
 * | `hub` | nothing is known here; at download the hub's own digest is taken (its `X-Linked-Etag` or `ETag` header) and written down |
 */
export type FileCheck =
  | { readonly verify: 'sha256'; readonly sha256: string }
  | { readonly verify: 'prefix'; readonly prefix: string }
  | { readonly verify: 'hub' }

/**
 * A file of a model.
 *
 * @category model
 * @since 0.2.0
 */
export interface ModelFile {
  readonly role: FileRole
  /** The name alone: what is looked for in a folder of the user and in other programs' caches. */
  readonly name: string
  /** Where it lies under the models' folder, with `/`. Models that share a file name the same place. */
  readonly path: string
  readonly source: FileSource
  readonly check: FileCheck
  /** Absent where it is not known. */
  readonly bytes?: number
}

/**
 * A model that can be fetched.
 *
 * @category model
 * @since 0.2.0
 */
export interface CatalogueEntry {
  readonly name: string
  /** Other names it is found by. */
  readonly aliases?: ReadonlyArray<string>
  readonly title: string
  readonly files: ReadonlyArray<ModelFile>
  /** As the publishers state it. */
  readonly licence: string
  /** The ids of the rewards that read it. */
  readonly rewards: ReadonlyArray<string>
  /** `'later'`: no reward of this version reads it yet. */
  readonly use: 'now' | 'later'
}
