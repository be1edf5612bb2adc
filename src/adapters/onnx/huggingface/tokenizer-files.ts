import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { RewardError } from '../../../core/error.js'
import { bytePairDescription } from './byte-pairs.js'
import { badFile, fileIn, type Json, missing, type ModelFolder, readJson, readText } from './read-json.js'
import { wordPieceDescription } from './word-pieces.js'

/** A tokenizer as its files describe it. */
export interface TokenizerFiles {
  /** Named in errors. */
  readonly file: string
  /** What `tokenizer.json` holds, or would hold. */
  readonly description: Json
  /** What `tokenizer_config.json` holds, and `special_tokens_map.json` where the former says nothing. */
  readonly config: Json
}

const DESCRIPTION = 'tokenizer.json'

/**
 * Reads the files of a tokenizer: `tokenizer.json`; without it `vocab.txt` (BERT's kind), or `vocab.json` and `merges.txt` (RoBERTa's and
 * CLIP's kind).
 *
 * @returns `Left MissingModel` where none is there, `Left BadFile` for one that is not what its name says.
 */
export const readTokenizerFiles = (model: ModelFolder): TE.TaskEither<RewardError, TokenizerFiles> => {
  const at = (name: string): string => fileIn(model, name)
  return pipe(
    TE.Do,
    TE.bind('map', () => readJson(at('special_tokens_map.json'))),
    TE.bind('said', () => readJson(at('tokenizer_config.json'))),
    TE.let('config', ({ map, said }): Json => ({ ...map, ...said })),
    TE.bind('description', () => readJson(at(DESCRIPTION))),
    TE.chain(({ config, description }) =>
      description === undefined
        ? fromVocabulary(model, config)
        : TE.right({ file: at(DESCRIPTION), description, config }),
    ),
  )
}

const fromVocabulary = (model: ModelFolder, config: Json): TE.TaskEither<RewardError, TokenizerFiles> => {
  const [pieces, ids, pairs] = ['vocab.txt', 'vocab.json', 'merges.txt'].map((name) => fileIn(model, name)) as [
    string,
    string,
    string,
  ]
  const described = (file: string, description: Json | undefined): TE.TaskEither<RewardError, TokenizerFiles> =>
    description === undefined
      ? TE.left(badFile(file, 'a vocabulary with the tokens that stand around every text', 'one without them'))
      : TE.right({ file, description, config })
  return pipe(
    TE.Do,
    TE.bind('vocabulary', () => readText(pieces)),
    TE.bind('vocab', () => readJson(ids)),
    TE.bind('merges', () => readText(pairs)),
    TE.chain(({ vocabulary, vocab, merges }) => {
      if (vocabulary !== undefined) return described(pieces, wordPieceDescription(vocabulary, config))
      if (vocab !== undefined && merges !== undefined) return described(ids, bytePairDescription(vocab, merges, config))
      return TE.left(missing(model, `${DESCRIPTION}, vocab.txt, or vocab.json and merges.txt`))
    }),
  )
}
