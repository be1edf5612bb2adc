import { describe, expect, test } from 'vitest'
import { readTree } from '../../../../src/spice/dependencies/read-tree.js'

describe('readTree', () => {
  test('numbers the pre-terminals from 1, in order, and gives phrases the number 0', () => {
    expect(readTree('(NP (NP DT NN) .)')).toEqual({
      label: 'NP',
      token: 0,
      children: [
        {
          label: 'NP',
          token: 0,
          children: [
            { label: 'DT', token: 1, children: [] },
            { label: 'NN', token: 2, children: [] },
          ],
        },
        { label: '.', token: 3, children: [] },
      ],
    })
  })

  test.each(["PRP$ `` '' -LRB- , : $ #"])('labels may be any signs but brackets and spaces: %s', (labels) => {
    expect(readTree(`(X ${labels})`).children.map(({ label }) => label)).toEqual(labels.split(' '))
  })

  test('a text without a constituent is a leaf without label and token', () => {
    const nothing = { label: '', token: 0, children: [] }
    expect(readTree('')).toEqual(nothing)
    expect(readTree(' ) ')).toEqual(nothing)
  })

  test('brackets that stay open end with the text', () => {
    expect(readTree('(S (NP NN')).toEqual(readTree('(S (NP NN))'))
  })

  test('a tree as deep as a text is long', () => {
    const depth = 20_000
    let at = readTree(`${'(NP '.repeat(depth)}NN${')'.repeat(depth)}`)
    let met = 0
    while (at.children[0] !== undefined) {
      met++
      at = at.children[0]
    }
    expect([met, at]).toEqual([depth, { label: 'NN', token: 1, children: [] }])
  })
})
