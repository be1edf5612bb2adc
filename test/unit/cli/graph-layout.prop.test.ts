import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOX_X, BOX_WIDTH, LABEL_HEIGHT, LABEL_X, layoutOf } from '../../../src/cli/explain/graph-layout.js'
import { fitted } from '../../../src/cli/explain/text-width.js'
import { judged } from './judged.js'

const word = fc.oneof(
  fc.constantFrom('man', 'horse', 'beach', 'in front of'),
  fc.string({ minLength: 1, maxLength: 30 }),
)
const name = word.map((text) => text.replace(/[,;]/g, '').trim() || 'dog')
const object = fc.nat({ max: 24 }).map((i) => `object ${i}`)
const tuple = fc
  .oneof(object, fc.tuple(object, name), fc.tuple(object, name, object))
  .map((places) => [places].flat().join(', '))
const graph = fc.array(tuple, { maxLength: 60 }).map((tuples) => judged(tuples.join('; '), '').candidate)

/** Intervals, none of which reaches into the next one. */
const areApart = (intervals: ReadonlyArray<readonly [number, number]>): boolean => {
  const sorted = [...intervals].sort(([a], [b]) => a - b)
  return sorted.every(([from], i) => i === 0 || sorted[i - 1]![1] <= from)
}

describe('the layout of a graph', () => {
  it('boxes, rows and labels never overlap, and all lie within the drawing', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const { width, parts } = layoutOf(given)
        for (const { height, boxes, edges } of parts) {
          expect(areApart(boxes.map(({ y, height: own }) => [y, y + own] as const))).toBe(true)
          expect(areApart(edges.map(({ from }) => [from - LABEL_HEIGHT / 2, from + LABEL_HEIGHT / 2] as const))).toBe(
            true,
          )
          for (const { y, height: own, name: title, attributes } of boxes) {
            const lines = [title, ...attributes].map((line) => line.y)
            expect(lines.every((line, i) => line - 8 >= (i === 0 ? y : lines[i - 1]! + 8) && line + 8 <= y + own)).toBe(
              true,
            )
          }
          for (const { from, to, lane, label } of edges) {
            expect(Math.min(from, to)).toBeGreaterThan(0)
            expect(Math.max(from, to)).toBeLessThan(height)
            expect(LABEL_X + label.width).toBeLessThan(lane)
            expect(lane).toBeLessThan(width)
          }
        }
      }),
    )
  })

  it('no two relations share a piece of a lane, or a height', () => {
    fc.assert(
      fc.property(graph, (given) => {
        for (const { edges } of layoutOf(given).parts) {
          for (const lane of new Set(edges.map((edge) => edge.lane))) {
            const spans = edges
              .filter((edge) => edge.lane === lane)
              .map(({ from, to }) => [Math.min(from, to), Math.max(from, to)] as const)
            expect(areApart(spans)).toBe(true)
          }
          expect(new Set(edges.flatMap(({ from, to }) => [from, to])).size).toBe(2 * edges.length)
        }
      }),
    )
  })

  it('everything is drawn, and the same graph in the same way', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const layout = layoutOf(given)
        expect(layoutOf(given)).toEqual(layout)
        const boxes = layout.parts.flatMap((part) => part.boxes)
        const drawn = [
          ...boxes.map((box) => box.name.judged),
          ...boxes.flatMap((box) => box.attributes.flatMap((line) => line.judged ?? [])),
          ...layout.parts.flatMap((part) => part.edges.map((edge) => edge.judged)),
        ]
        const { objects, attributes, relations } = layout.left
        expect(drawn.length + objects + attributes + relations).toBe(given.tuples.length)
        expect(new Set(drawn).size).toBe(drawn.length)
      }),
    )
  })

  it('arrows end at the box of their object', () => {
    const { candidate } = judged('a, to, b; c, to, a; b, near, b; d', '')
    for (const { boxes, edges } of layoutOf(candidate).parts) {
      const boxAt = (y: number) => boxes.find((box) => box.y < y && y < box.y + box.height)!.name.text
      for (const {
        judged: { tuple },
        from,
        to,
      } of edges)
        expect([boxAt(from), boxAt(to)]).toEqual([tuple[0], tuple[2]])
    }
    expect(layoutOf(candidate).parts.map(({ boxes }) => boxes.map((box) => box.name.text))).toEqual([
      ['a', 'b', 'c'],
      ['d'],
    ])
  })

  it('fits a screen of 400 pixels for up to five lanes', () => {
    expect(
      layoutOf(judged('a, to, b; a, on, b; b, to, c; c, to, a; a, in, c', '').candidate).width,
    ).toBeLessThanOrEqual(372)
    expect(BOX_X + BOX_WIDTH).toBeLessThan(LABEL_X)
  })
})

describe('text cut to a width', () => {
  it('is no wider than asked, and whole where there is room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const cut = fitted(text, width, 12)
        expect(cut.width).toBeLessThanOrEqual(width)
        if (!cut.text.endsWith('…')) expect(cut.text.length).toBeGreaterThanOrEqual(text.length)
      }),
    )
    expect(fitted('horse', 100, 12).text).toBe('horse')
  })

  it('does not cut an emoji in two', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'
    for (let width = 20; width < 100; width += 5) {
      expect(fitted(family.repeat(9), width, 12).text.replace('…', '').length % family.length).toBe(0)
    }
  })
})
