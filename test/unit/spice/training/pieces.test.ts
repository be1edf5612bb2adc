import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBracketed } from '../../../../scripts/train-spice/bracketed.js'
import { columnTable } from '../../../../scripts/train-spice/columns.js'
import { groupOf } from '../../../../scripts/train-spice/context.js'
import { derive, symbolTable } from '../../../../scripts/train-spice/derive.js'
import { labelOf } from '../../../../scripts/train-spice/label-of.js'
import { leastSquares } from '../../../../scripts/train-spice/least-squares.js'
import { readLists, writeLists } from '../../../../scripts/train-spice/lists.js'
import { rowTable } from '../../../../scripts/train-spice/rows.js'
import { wordClassTags } from '../../../../scripts/train-spice/word-class-tags.js'

const rulesOf = (tree: string, text: string): ReadonlyArray<string> => {
  const symbols = symbolTable()
  const { rules } = derive(readBracketed(tree, 'tags'), text.split(' '), symbols)
  const name = (symbol: number | undefined): string =>
    symbol === undefined || symbol < 0 ? '' : (symbols.names[symbol] ?? '')
  return Array.from({ length: rules.length / 3 }, (_, i) =>
    `${name(rules[3 * i])} -> ${name(rules[3 * i + 1])} ${name(rules[3 * i + 2])}`.trim(),
  )
}

describe('derivations', () => {
  test("state splits: parent, base NP, unary, right-recursive, verb's form, auxiliary, IN by its grandparent", () => {
    expect(rulesOf('(S (NP DT NN) (VP VBZ (PP IN (NP NN))))', 'a dog is in water')).toEqual([
      'ROOT -> S-r-v^ROOT',
      'S-r-v^ROOT -> NP-b^S VP-r-F^S',
      'NP-b^S -> DT^NP NN^NP',
      'VP-r-F^S -> VBZ-BE^VP PP-r^VP',
      'PP-r^VP -> IN^PP^VP NP-b-u^PP',
      'NP-b-u^PP -> NN^NP',
    ])
  })

  test('three children: right siblings join the head first, then the left ones', () => {
    expect(rulesOf('(NP DT JJ NN)', 'a big dog')).toEqual([
      'ROOT -> NP-b^ROOT',
      '@NP-b^ROOT|NN^NP| LJJ^NP -> JJ^NP NN^NP',
      'NP-b^ROOT -> DT^NP @NP-b^ROOT|NN^NP| LJJ^NP',
    ])
  })

  test('the span of each left-hand side', () => {
    const { spans } = derive(
      readBracketed('(S (NP DT JJ NN) (VP VBZ))', 'tags'),
      'a big dog runs'.split(' '),
      symbolTable(),
    )
    expect(spans).toEqual([0, 4, 0, 4, 1, 3, 0, 3, 3, 4])
  })

  test('trees with and without their words are the same tree', () => {
    const withWords = readBracketed('(ROOT (NP (DT the) (NN dog)))', 'words')
    expect(withWords).toEqual(readBracketed('(NP DT NN)', 'tags'))
  })

  test.each([
    ['NP-b-u^S', 'NP'],
    ['NP-TMP-b^VP', 'NP-TMP'],
    ['-LRB-^PRN', '-LRB-'],
    ['PRP$^NP', 'PRP$'],
    ['@NP^S|NN^NP| LJJ^NP', ''],
    ['ROOT', ''],
  ])('%s puts "%s" into the tree', (symbol, label) => {
    expect(labelOf(symbol)).toBe(label)
  })

  test('what stands beside a span is counted by label and parent, or by what was attached last', () => {
    expect(groupOf('NP-b-u^S')).toBe('NP^S')
    expect(groupOf('@NP-b^S|NN^NP|LJJ^NP RPP-r^NP')).toBe('@NPRPP')
  })
})

describe('equations', () => {
  test('a row of a difference leaves out what both trees have', () => {
    const rows = rowTable()
    const row = rows.add(Int32Array.of(1, 2, 2, 5), Int32Array.of(2, 3), 0.5, 1, true)
    expect([...rows.columns(row)]).toEqual([1, 2, ~3, 5])
    expect(rows.sum(row, Float64Array.of(0, 10, 20, 30, 0, 50))).toBe(50)
  })

  test('least squares: x + y = 3, x - y = 1', () => {
    const a = { rows: 2, columns: 2, start: Int32Array.of(0, 2, 4), column: Int32Array.of(0, 1, 0, ~1) }
    const same = { rows: 2, columns: 2, start: Int32Array.of(0, 1, 2), column: Int32Array.of(0, 1) }
    const x = leastSquares(
      a,
      same,
      Float64Array.of(3, 1),
      Float64Array.of(1, 1),
      new Float64Array(2),
      10,
      new Float64Array(2),
    )
    expect(x[0]).toBeCloseTo(2, 6)
    expect(x[1]).toBeCloseTo(1, 6)
  })

  test('the ridge pulls towards 0: x = 4 with as much ridge as weight is 2', () => {
    const one = { rows: 1, columns: 1, start: Int32Array.of(0, 1), column: Int32Array.of(0) }
    const x = leastSquares(
      one,
      one,
      Float64Array.of(4),
      Float64Array.of(1),
      Float64Array.of(1),
      10,
      new Float64Array(1),
    )
    expect(x[0]).toBeCloseTo(2, 6)
  })

  test('a column is known again, and remembers its best tree', () => {
    const columns = columnTable()
    const first = columns.learn({ rules: [0, 1, -1], tags: [1] }, ['dog'], 3)
    expect(columns.learn({ rules: [0, 1, -1], tags: [1] }, ['dog'], 1)).toEqual(first)
    expect(columns.distance[first[0] as number]).toBe(1)
    expect(columns.mass[first[0] as number]).toBeCloseTo(Math.exp(-3) + Math.exp(-1), 12)
    expect(columns.word('cat', false, 1)).toBeUndefined()
  })
})

test('lists come back as they were written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'corl-lists-'))
  try {
    const lists = [
      { words: 'the dog', hashed: false, trees: [[-12.5, '(NP DT NN)']] },
      {
        words: 'abcdef',
        hashed: true,
        trees: [
          [-1, '(NP NN)'],
          [-2.25, '(FRAG NN)'],
        ],
      },
    ] as const
    writeLists(join(folder, 'x.br'), lists)
    expect(readLists(join(folder, 'x.br'))).toEqual(lists)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a class of words has the tags that most of them have, with the median of their scores', () => {
  const words = ['wugs', 'zags', 'bips', 'dors', 'fums', 'gels']
  const tags = wordClassTags(
    words.map(
      (word, i) =>
        [
          word,
          false,
          i === 0
            ? [
                [1, -5],
                [2, -9],
              ]
            : [[1, -5 - i]],
        ] as const,
    ),
  )
  expect(tags.get('l s')).toEqual([[1, -7]])
  expect(tags.get('l ugs')).toBeUndefined()
})
