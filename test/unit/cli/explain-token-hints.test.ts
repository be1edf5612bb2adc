import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { isBelow, leastCosine } from '../../../src/cli/explain/least-cosine.js'
import { labelsOf } from '../../../src/cli/explain/token-labels.js'
import { tokenOptions, type TokenOptions } from '../../../src/cli/explain/token-options.js'
import { shownLabel } from '../../../src/cli/explain/token-text.js'
import { explain, SCENE } from './token-samples.js'

describe('the options', () => {
  const read = (...args: ReadonlyArray<string>): TokenOptions => {
    const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
    for (const option of tokenOptions()) command.addOption(option)
    return command.parse(args, { from: 'user' }).opts<TokenOptions>()
  }

  it('are read as rows and columns, and as a cosine', () => {
    expect(read('--grid', '24x36', '--min-cosine', '-0.5')).toEqual({
      grid: { rows: 24, columns: 36 },
      minCosine: -0.5,
    })
    expect(read()).toEqual({})
  })

  it.each([
    ['--grid', '24'],
    ['--grid', '0x4'],
    ['--grid', '2x-2'],
    ['--grid', '2x2x1'],
    ['--grid', '1e1x4'],
    ['--min-cosine', 'x'],
    ['--min-cosine', ''],
    ['--min-cosine', '1.01'],
    ['--min-cosine', 'NaN'],
  ])('%s %j is refused', (option, value) => {
    expect(() => read(option, value)).toThrow(/Expected/)
  })
})

describe('what words are called', () => {
  const all = [0, 1, 2]

  it.each<[Readonly<Record<string, unknown>>, ReadonlyArray<number>, unknown]>([
    [{ textLabels: ['a', 'b', 'c'], prompt: 'x y z' }, all, { labels: ['a', 'b', 'c'], source: 'textLabels' }],
    [{ textLabels: ['a', 'b', 'c'] }, [0, 2], { labels: ['a', 'c'], source: 'textLabels' }],
    [{ prompt: ' x  y\nz ' }, all, { labels: ['x', 'y', 'z'], source: 'the words of the prompt' }],
    [{ prompt: 'x y z' }, [0, 2], { labels: ['x', 'z'], source: 'the words of the prompt' }],
    [{ prompt: 'x y' }, [0, 2], { labels: ['x', 'y'], source: 'the words of the prompt' }],
    [{ prompt: 'x y z w' }, all, { labels: ['#0', '#1', '#2'], source: 'their numbers' }],
    [{ prompt: '  ' }, [1], { labels: ['#1'], source: 'their numbers' }],
    [{ prompt: ['x', 'y', 'z'] }, [1, 2], { labels: ['#1', '#2'], source: 'their numbers' }],
  ])('%j of %j', (sample, kept, expected) => {
    expect(labelsOf(sample, 3, kept)).toEqual({ _tag: 'Right', right: expected })
  })

  it.each([
    [['a', 'b'], 'an array of 3 texts', 'an array of 2'],
    [['a', 7, 'c'], 'texts', '7 at 1'],
    ['a b c', 'an array of 3 texts', '"a b c"'],
  ])('%j are no labels, and it is said so', async (textLabels, expected, received) => {
    expect(labelsOf({ textLabels }, 3, all)).toMatchObject({ left: { field: 'textLabels', expected, received } })
    const { out } = await explain({ ...SCENE, textLabels })
    expect(out).toContain(`explain: expected ${expected} for \`textLabels\`, got ${received}\n`)
    expect(out).toMatch(/^#0 +#0 +1 +1 +1$/m)
  })

  it.each([
    ['', '""'],
    [' \n', '" \\n"'],
    ['\u200b', '"\u200b"'],
    ['x'.repeat(50), `${'x'.repeat(40)}…`],
    ['▁red', '▁red'],
  ])('%j is shown as %j', (label, shown) => {
    expect(shownLabel(label)).toBe(shown)
  })
})

describe('the bound', () => {
  it('lies half way from the mean of all pairs to the median', () => {
    expect(leastCosine([0.9, 0.1, 0.5], 0.1, 2)).toBeCloseTo(0.3, 15)
    expect(leastCosine([0.4, 0.6], 0, 2)).toBeCloseTo(0.25, 15)
  })

  it('tokens that are all alike are all matched, whatever the rounding', () => {
    const least = leastCosine([0.7, 0.7], 0.7 + 1e-15, 2)
    expect(isBelow(0.7, least)).toBe(false)
  })

  it('cannot be told against one token', () => {
    expect(leastCosine([0.1, 0.9], 0.5, 1)).toBe(undefined)
    expect(isBelow(-1, undefined)).toBe(false)
  })
})
