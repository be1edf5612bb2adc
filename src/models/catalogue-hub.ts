import type { CatalogueEntry, FileRole, ModelFile } from './entry.js'

/** name, role, bytes, sha256; the last two where more than one source gives the same. */
type Row = readonly [name: string, role: FileRole, bytes?: number, sha256?: string]

const files = (repository: string, revision: string, rows: ReadonlyArray<Row>): ReadonlyArray<ModelFile> =>
  rows.map(([name, role, bytes, sha256]) => ({
    role,
    name,
    path: `${repository}/${revision}/${name}`,
    source: { kind: 'hub', repository, revision, file: name },
    check: sha256 === undefined ? { verify: 'hub' } : { verify: 'sha256', sha256 },
    ...(bytes === undefined ? {} : { bytes }),
  }))

const CAPTIONERS = ['recaption', 'corl/cycle', 'corl/stage1', 'corl/stage2-generation']

/** Models of the Hugging Face hub, each at one revision: what a name means does not change under the user's feet. */
export const hubModels: ReadonlyArray<CatalogueEntry> = [
  {
    name: 'blip-base',
    aliases: ['Salesforce/blip-image-captioning-base'],
    title: 'BLIP image captioning, base',
    files: files('Salesforce/blip-image-captioning-base', '82a37760796d32b1411fe092ab5d4e227313294b', [
      ['pytorch_model.bin', 'weights', 989_820_849, 'd6638651a5526cc2ede56f2b5104d6851b0755816d220e5e046870430180c767'],
      ['config.json', 'config', 4563],
      ['preprocessor_config.json', 'preprocessor', 287],
      ['tokenizer.json', 'tokenizer', 711_396, 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66'],
      ['tokenizer_config.json', 'tokenizer-config', 506],
      [
        'special_tokens_map.json',
        'special-tokens',
        125,
        'b6d346be366a7d1d48332dbc9fdf3bf8960b5d879522b7799ddba59e76237ee3',
      ],
      ['vocab.txt', 'vocabulary', 231_508, '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3'],
    ]),
    licence: 'BSD-3-Clause',
    rewards: CAPTIONERS,
    use: 'now',
  },
  {
    name: 'blip-large',
    aliases: ['Salesforce/blip-image-captioning-large'],
    title: 'BLIP image captioning, large',
    files: files('Salesforce/blip-image-captioning-large', '353689b859fcf0523410b1806dace5fb46ecdf41', [
      ['model.safetensors', 'weights'],
      ['config.json', 'config'],
      ['preprocessor_config.json', 'preprocessor'],
      ['tokenizer.json', 'tokenizer'],
      ['tokenizer_config.json', 'tokenizer-config'],
      ['special_tokens_map.json', 'special-tokens'],
      ['vocab.txt', 'vocabulary'],
    ]),
    licence: 'BSD-3-Clause',
    rewards: CAPTIONERS,
    use: 'now',
  },
  {
    name: 'clip-vit-b32',
    aliases: ['openai/clip-vit-base-patch32'],
    title: 'CLIP ViT-B/32',
    files: files('openai/clip-vit-base-patch32', '3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268', [
      ['pytorch_model.bin', 'weights', 605_247_071, 'a63082132ba4f97a80bea76823f544493bffa8082296d62d71581a4feff1576f'],
      ['config.json', 'config', 4186, 'b575ef3c36f2a057fa19e221650105052d61cc9c1a972ec15019c6261ec98770'],
      [
        'preprocessor_config.json',
        'preprocessor',
        316,
        '910e70b3956ac9879ebc90b22fb3bc8a75b6a0677814500101a4c072bd7857bd',
      ],
      ['tokenizer.json', 'tokenizer', 2_224_041, 'b556ac8c99757ffb677208af34bc8c6721572114111a6e0aaf5fa69ff0b8d842'],
      [
        'tokenizer_config.json',
        'tokenizer-config',
        592,
        '34b7336e4bee12e0a9730eaf5189f582ef3c3eea5027f65730e5717256755aad',
      ],
      [
        'special_tokens_map.json',
        'special-tokens',
        389,
        'f8c0d6c39aee3f8431078ef6646567b0aba7f2246e9c54b8b99d55c22b707cbf',
      ],
      ['vocab.json', 'vocabulary', 862_328, '5047b556ce86ccaf6aa22b3ffccfc52d391ea4accdab9c2f2407da5b742d4363'],
      ['merges.txt', 'merges', 524_657, 'f526393189112391ce6f9795d4695f704121ce452c3aad1f5335cc41337eba85'],
    ]),
    licence: 'MIT (the code; none stated for the weights)',
    rewards: ['clip'],
    use: 'now',
  },
  {
    name: 'clip-vit-h14',
    aliases: ['laion/CLIP-ViT-H-14-laion2B-s32B-b79K'],
    title: 'CLIP ViT-H/14, trained on LAION-2B',
    files: files('laion/CLIP-ViT-H-14-laion2B-s32B-b79K', '1c2b8495b28150b8a4922ee1c8edee224c284c0c', [
      ['pytorch_model.bin', 'weights'],
      ['config.json', 'config'],
      ['preprocessor_config.json', 'preprocessor'],
      ['tokenizer.json', 'tokenizer'],
      ['tokenizer_config.json', 'tokenizer-config'],
      ['special_tokens_map.json', 'special-tokens'],
      ['vocab.json', 'vocabulary'],
      ['merges.txt', 'merges'],
    ]),
    licence: 'MIT',
    rewards: ['clip'],
    use: 'now',
  },
  {
    name: 'roberta-large',
    aliases: ['FacebookAI/roberta-large'],
    title: 'RoBERTa, large',
    files: files('FacebookAI/roberta-large', '722cf37b1afa9454edce342e7895e588b6ff1d59', [
      ['model.safetensors', 'weights'],
      ['config.json', 'config', 482],
      ['tokenizer.json', 'tokenizer'],
      ['tokenizer_config.json', 'tokenizer-config', 25],
      ['vocab.json', 'vocabulary'],
      ['merges.txt', 'merges'],
    ]),
    licence: 'MIT',
    rewards: ['bert-score'],
    use: 'now',
  },
  {
    name: 'bert-base-uncased',
    aliases: ['google-bert/bert-base-uncased'],
    title: 'BERT, base, lower case',
    files: files('google-bert/bert-base-uncased', '86b5e0934494bd15c9632b12f734a8a67f723594', [
      ['model.safetensors', 'weights'],
      ['config.json', 'config', 570],
      ['tokenizer.json', 'tokenizer'],
      ['tokenizer_config.json', 'tokenizer-config'],
      ['vocab.txt', 'vocabulary', 231_508, '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3'],
    ]),
    licence: 'Apache-2.0',
    rewards: ['bert-score'],
    use: 'now',
  },
]
