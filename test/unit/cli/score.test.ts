import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { corl, file, jsonl, Kept } from './run-in-process.js'

const GOOD = { completion: '<think>a</think><answer>B</answer>', answer: 'B' }
const WRONG = { completion: '<think>a</think><answer>C</answer>', answer: 'B' }
const BARE = { completion: 'C' }
const BOTH = '{"weightedSum": [[1, "mcq"], [0.5, "format"]]}'

describe('corl score', () => {
  it('writes one line a sample, in order, with the parts', async () => {
    const { code, lines, err } = await corl(['score', '--reward', BOTH], jsonl(GOOD, WRONG))
    expect(code).toBe(0)
    expect(lines).toMatchObject([
      { value: 1.5, parts: { mcq: { value: 1 }, format: { value: 1 } } },
      { value: 0.5, parts: { mcq: { value: 0, detail: { matched: 'C', gold: 'B' } }, format: { value: 1 } } },
    ])
    expect(err).toBe('corl: scored 2, skipped 0, failed 0, mean 1\n')
  })

  it('nothing in, nothing out', async () => {
    expect(await corl(['score', '--reward', 'format'])).toMatchObject({
      code: 0,
      out: '',
      err: 'corl: scored 0, skipped 0, failed 0\n',
    })
  })

  it('a skipped sample says why, and is no failure', async () => {
    const { code, lines } = await corl(['score', '--reward', 'mcq'], jsonl(BARE))
    expect(code).toBe(0)
    expect(lines).toEqual([
      { value: null, parts: {}, skipped: { code: 'missing-field', message: expect.stringContaining('answer') } },
    ])
  })

  it('a line that holds no sample is a failed one that names the line; none is lost', async () => {
    const input = `\uFEFF${jsonl(GOOD)}\n{"completion": \n[1]\n3\nnull\n"x"\n${JSON.stringify(GOOD)}\r\n\n`
    const { code, lines, err } = await corl(['score', '--reward', 'mcq'], input)
    expect(code).toBe(1)
    expect(lines.map((line) => line.value)).toEqual([1, null, null, null, null, null, null, 1])
    expect(lines.slice(1, 7).map((line) => line.error.message)).toEqual([
      'input: expected a JSON object for `line 2`, got a blank line',
      expect.stringMatching(/^input: expected a JSON object for `line 3`, got text that is no JSON \(/),
      'input: expected a JSON object for `line 4`, got an array of 1',
      'input: expected a JSON object for `line 5`, got 3',
      'input: expected a JSON object for `line 6`, got null',
      'input: expected a JSON object for `line 7`, got "x"',
    ])
    expect(err).toMatch(/scored 2, skipped 0, failed 6, mean 1/)
  })

  it('--on-error skip: the same lines, exit code 0', async () => {
    const input = `${jsonl({ completion: 5 })}x\n`
    const fails = await corl(['score', '--reward', 'format'], input)
    const skips = await corl(['score', '--reward', 'format', '--on-error', 'skip'], input)
    expect([fails.code, skips.code]).toEqual([1, 0])
    expect(skips.out).toBe(fails.out)
    expect(skips.lines).toMatchObject([
      { value: null, error: { _tag: 'InvalidInput' } },
      { value: null, error: { field: 'line 2' } },
    ])
  })

  it('reads fields in snake_case', async () => {
    const { lines } = await corl(
      ['score', '--reward', '{"overlong": {"maxCompletionLength": 4, "cacheLength": 2}}'],
      jsonl({ completion_ids: [1, 2, 3] }, { completion_ids: [1, 2, 3], completionIds: [] }),
    )
    expect(lines.map((line) => line.value)).toEqual([-0.5, 0])
  })

  it.each(['1', '2', '3', '1000000'])('the result does not depend on --batch %s', async (batch) => {
    const input = `${jsonl(GOOD, WRONG, BARE)}bad\n${jsonl(WRONG, GOOD)}`
    const { out } = await corl(['score', '--reward', BOTH, '--batch', batch, '--on-error', 'skip'], input)
    expect(out).toBe((await corl(['score', '--reward', BOTH], input)).out)
    expect(out.split('\n')).toHaveLength(7)
  })

  it('the result does not depend on how the bytes arrive', async () => {
    const bytes = Buffer.from(jsonl({ ...GOOD, note: 'é😀' }, WRONG, { ...BARE, note: '😀' }))
    const { out } = await corl(['score', '--reward', BOTH], bytes)
    const single = Readable.from([...bytes].map((byte) => Buffer.from([byte])))
    expect((await corl(['score', '--reward', BOTH], single)).out).toBe(out)
  })

  it('answers while the input pauses', async () => {
    const stdout = new Kept()
    const stdin = new Readable({ read: () => undefined })
    const run = corl(['score', '--reward', 'mcq'], stdin, { stdout })
    stdin.push(jsonl(GOOD, WRONG))
    await expect.poll(() => stdout.text.split('\n').length, { timeout: 10_000 }).toBe(3)
    stdin.push(jsonl(GOOD))
    stdin.push(null)
    expect((await run).code).toBe(0)
    expect(stdout.text.split('\n')).toHaveLength(4)
  })
})

describe('files', () => {
  it('reads --in and writes --out, and stdout stays empty', async () => {
    const input = file('in.jsonl', jsonl(GOOD, WRONG))
    const output = file('out.jsonl', 'what was there before, and longer than what comes'.repeat(20))
    const { code, out } = await corl(['score', '--reward', 'mcq', '--in', input, '--out', output])
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(
      readFileSync(output, 'utf8')
        .split('\n')
        .map((line) => line.slice(0, 10)),
    ).toEqual(['{"value":1', '{"value":0', ''])
  })

  it.each([
    ['JSON', 'spec.json', '{"named": ["mcq", "R"]}'],
    ['YAML', 'spec.yaml', 'named: [mcq, R]\n'],
    ['YAML', 'spec.YML', '---\nnamed:\n- mcq\n- R\n'],
  ])('reads a spec in %s from %s', async (_, name, text) => {
    const { code, lines } = await corl(['score', '--reward', file(name, text)], jsonl(GOOD))
    expect({ code, value: lines[0].value }).toEqual({ code: 0, value: 1 })
  })

  it('a missing input is usage, and the output is not touched', async () => {
    const output = file('untouched.jsonl')
    const { code, out, err } = await corl(['score', '--reward', 'mcq', '--in', file('none.jsonl'), '--out', output])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^corl: cannot read .*none\.jsonl: no such file or folder\n$/)
    expect(existsSync(output)).toBe(false)
  })

  it('a folder is no input and no output', async () => {
    mkdirSync(file('folder'), { recursive: true })
    expect(await corl(['score', '--reward', 'mcq', '--in', file('folder')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /expected the folders image\/ and reference\/ in .*folder, got none called image or images/,
      ),
    })
    expect(await corl(['score', '--reward', 'mcq', '--out', file('folder')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cannot write .*it is a folder/),
    })
    expect(await corl(['score', '--reward', 'mcq', '--out', file('no/such/place')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no such file or folder/),
    })
  })

  it('the input is never its own output, under any name', async () => {
    const input = file('same.jsonl', jsonl(GOOD))
    symlinkSync(input, file('link.jsonl'))
    linkSync(input, file('hard.jsonl'))
    for (const output of [input, file('link.jsonl'), file('hard.jsonl')]) {
      const { code, err } = await corl(['score', '--reward', 'mcq', '--in', input, '--out', output])
      expect({ code, said: err.includes('it is the input') }).toEqual({ code: 2, said: true })
      expect(readFileSync(input, 'utf8')).toBe(jsonl(GOOD))
    }
  })

  it('a wrong spec leaves the output alone', async () => {
    const output = file('kept.jsonl', 'kept\n')
    expect((await corl(['score', '--reward', '{"mcq": 1}', '--out', output], jsonl(GOOD))).code).toBe(2)
    expect(readFileSync(output, 'utf8')).toBe('kept\n')
  })
})

describe('formats', () => {
  const nested = '{"named": [{"weightedSum": [[1, {"scale": ["mcq", 2]}], [1, "format"]]}, "total"]}'

  it('csv has a column for every part at every depth', async () => {
    const { code, out } = await corl(
      ['score', '--reward', nested, '--format', 'csv'],
      jsonl(GOOD, BARE, { ...GOOD, completion: ['a,"b"'] }),
    )
    expect(code).toBe(1)
    expect(out.split('\n')).toEqual([
      'value,2*mcq,2*mcq.mcq,format,skipped,error',
      '3,2,1,1,,',
      expect.stringMatching(/^,,,0,"?.*answer.*"?,$/),
      expect.stringMatching(/^,,,,,.*expected a string or null for `completion`/),
      '',
    ])
  })

  it('csv quotes what needs it', async () => {
    const { out } = await corl(
      ['score', '--reward', '{"sum": [{"named": ["format", "a,\\"b\\"\\nc"]}]}', '--format', 'csv'],
      jsonl(GOOD),
    )
    expect(out).toBe('value,"a,""b""\nc",skipped,error\n1,1,,\n')
  })

  it('table aligns, for people', async () => {
    const { out } = await corl(['score', '--reward', BOTH, '--format', 'table'], jsonl(GOOD, WRONG))
    expect(out.split('\n')).toEqual([
      'line  value  mcq  format  skipped  error',
      '1     1.5    1    1',
      '2     0.5    0    1',
      '',
    ])
  })

  it('table holds 1000 rows and says how many more there are; all are counted', async () => {
    const { out, err } = await corl(
      ['score', '--reward', 'format', '--format', 'table'],
      jsonl(...Array<object>(1002).fill(GOOD)),
    )
    expect(out.split('\n')).toHaveLength(1003)
    expect(out).toMatch(/\nand 2 more rows \(--format csv shows all\)\n$/)
    expect(err).toMatch(/scored 1002,/)
  })

  it('a table lets no control character of the data through', async () => {
    const { out } = await corl(
      ['score', '--reward', '{"sum": [{"named": ["format", "\\u001b[2J"]}]}', '--format', 'table'],
      jsonl(GOOD),
    )
    expect(out).not.toContain('\u001b')
    expect(out).toContain('\\u001b[2J')
  })

  it('every format of no sample is whole', async () => {
    expect((await corl(['score', '--reward', 'format', '--format', 'csv'])).out).toBe('value,skipped,error\n')
    expect((await corl(['score', '--reward', 'format', '--format', 'table'])).out).toBe('line  value  skipped  error\n')
  })
})
