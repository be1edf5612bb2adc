import { type TrainedParser, writeModel } from '../../../../scripts/train-spice/write-model.js'

/** Symbols of a grammar small enough to parse by hand. */
const SYMBOLS = [
  'ROOT',
  'S^ROOT',
  'NP^S',
  'VP^S',
  'DT^NP',
  'NN^NP',
  'VBZ^VP',
  'NP^VP',
  '@NP^S|NN^NP| LJJ^NP',
  'JJ^NP',
  'PRP^NP',
]
const of = (name: string): number => SYMBOLS.indexOf(name)

/** A parser of 'the dog sees a cat' and the like; scores are logarithms of made-up probabilities. */
export const MADE: TrainedParser = {
  symbols: SYMBOLS,
  prior: SYMBOLS.map(() => -1),
  rules: [
    [of('ROOT'), of('S^ROOT'), -1, -0.1],
    [of('S^ROOT'), of('NP^S'), of('VP^S'), -0.2],
    [of('NP^S'), of('DT^NP'), of('NN^NP'), -0.5],
    [of('NP^S'), of('PRP^NP'), -1, -2],
    [of('NP^S'), of('DT^NP'), of('@NP^S|NN^NP| LJJ^NP'), -1],
    [of('@NP^S|NN^NP| LJJ^NP'), of('JJ^NP'), of('NN^NP'), -0.3],
    [of('NP^VP'), of('DT^NP'), of('NN^NP'), -0.4],
    [of('VP^S'), of('VBZ^VP'), of('NP^VP'), -0.6],
    [of('VP^S'), of('VBZ^VP'), -1, -1.5],
  ],
  words: new Map([
    ['the', [[of('DT^NP'), -0.5]]],
    ['a', [[of('DT^NP'), -0.7]]],
    ['dog', [[of('NN^NP'), -3]]],
    ['cat', [[of('NN^NP'), -3.5]]],
    ['big', [[of('JJ^NP'), -4]]],
    [
      'sees',
      [
        [of('VBZ^VP'), -4],
        [of('NN^NP'), -9],
      ],
    ],
    ['it', [[of('PRP^NP'), -1]]],
    ['\u0001The', [[of('DT^NP'), -1]]],
  ]),
  classes: new Map([
    ['', [[of('NN^NP'), -12]]],
    [
      'l s',
      [
        [of('VBZ^VP'), -10],
        [of('NN^NP'), -11],
      ],
    ],
  ]),
  context: { before: new Map(), after: new Map(), neverOpens: new Set(), neverCloses: new Set() },
  about: 'made by hand',
}

export const madeFile = (): Uint8Array => writeModel(MADE)
