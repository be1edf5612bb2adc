import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-code.js'
import type { RewardError } from '../../../src/core/error.js'
import { registry } from '../../../src/presets/index.js'
import { corl, file, jsonl } from './run-in-process.js'

const GOOD = { completion: '<think>a</think><answer>(B) Paris</answer>', answer: 'B', options: ['London', 'Paris'] }
const SAMPLE = JSON.stringify(GOOD)

describe('usage', () => {
  it.each<[string, ReadonlyArray<string>, RegExp]>([
    ['no command', [], /Usage: corl/],
    [
      'an unknown command',
      ['scor'],
      /the command "scor" is unknown; there are: score, rewards, explain, caption, spice, grpo, models, doctor\n$/,
    ],
    [
      'a command of a later version',
      ['serve'],
      /the command "serve" comes in a later version; there are: score, rewards, explain, caption, spice, grpo, models, doctor\n$/,
    ],
    ['no reward', ['score'], /required option '--reward <spec>'/],
    ['an unknown option', ['score', '--reward', 'mcq', '--fast'], /unknown option '--fast'/],
    ['an unknown format', ['score', '--reward', 'mcq', '--format', 'xml'], /Allowed choices are jsonl, csv, table/],
    ['an unknown --on-error', ['score', '--reward', 'mcq', '--on-error', 'ignore'], /Allowed choices are fail, skip/],
    ['batch 0', ['score', '--reward', 'mcq', '--batch', '0'], /Expected an integer from 1 to 1000000/],
    ['batch 1.5', ['score', '--reward', 'mcq', '--batch', '1.5'], /Expected an integer/],
    ['batch 1e3', ['score', '--reward', 'mcq', '--batch', '1e3'], /Expected an integer/],
    ['an argument too many', ['score', 'x', '--reward', 'mcq'], /too many arguments/],
    ['an option without its value', ['score', '--reward'], /argument missing/],
    ['an unknown reward', ['score', '--reward', 'formt'], /^corl: spec: .* got "formt"; did you mean format\?\n$/],
    ['a spec that is no JSON', ['score', '--reward', '{"mcq": '], /^corl: spec: expected a spec in JSON/],
    ['a spec that is wrong', ['score', '--reward', '{"mcq": {"variant": "x"}}'], /`mcq\.variant`, got "x"/],
    [
      'a spec file that is not there',
      ['score', '--reward', 'none.yaml'],
      /^corl: cannot read the spec none\.yaml: no such file or folder\n$/,
    ],
    ['an empty reward', ['score', '--reward', ''], /got ""/],
    ['explain without a reward', ['explain'], /required option '--reward <spec>'/],
    [
      'explain of a sample and a file',
      ['explain', '--reward', 'mcq', '--sample', '{}', '--in', 'x'],
      /cannot be used with/,
    ],
    [
      'explain of a sample that is none',
      ['explain', '--reward', 'mcq', '--sample', 'not json'],
      /--sample: expected a JSON object, got "not json"\n$/,
    ],
    ['explain of line 0', ['explain', '--reward', 'mcq', '--line', '0'], /Expected an integer from 1/],
    ['show without an id', ['rewards', 'show'], /missing required argument 'id'/],
    [
      'show of what is not there',
      ['rewards', 'show', 'open_ended'],
      /^corl: there is no reward "open_ended"; did you mean open-ended\?\n$/,
    ],
    ['show of something else', ['rewards', 'show', 'qqqqqq'], /the ids: format, /],
    ['rewards with an argument', ['rewards', 'mcq'], /too many arguments/],
  ])('%s is usage: exit code 2, stdout empty, no stack', async (_, args, message) => {
    const { code, out, err } = await corl(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
    expect(err).not.toMatch(/^\s+at /m)
  })

  it('a spec file names itself in its errors', async () => {
    const { code, err } = await corl(['score', '--reward', file('bad.yaml', 'sum: [mcq\nx')])
    expect(code).toBe(2)
    expect(err).toMatch(/bad\.yaml: spec: expected a spec in YAML for `line 2, column 1`/)
    expect((await corl(['score', '--reward', file('huge.json', ' '.repeat(2 << 20))])).err).toMatch(
      /larger than 1048576 bytes/,
    )
  })

  it('a reward of a later version ends with 3', async () => {
    expect(await corl(['score', '--reward', '{"sum": ["mcq", "math"]}'], jsonl(GOOD))).toMatchObject({
      code: 3,
      out: '',
      err: 'corl: math: comes in a later version of corl-rewards\n',
    })
  })

  it.each(['--help', 'help', '-h'])('%s says what there is, on stdout', async (flag) => {
    const { code, out, err } = await corl([flag])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const command of ['score', 'rewards', 'explain']) expect(out).toContain(command)
  })

  it.each(['score', 'explain', 'rewards'])('%s --help lists its options', async (command) => {
    const { code, out } = await corl([command, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(command === 'rewards' ? /--json/ : /--reward <spec>/)
  })

  it('--version is that of the package', async () => {
    expect(await corl(['--version'])).toMatchObject({ code: 0, out: '9.8.7\n' })
  })

  it('--model-dir is accepted by rewards of text', async () => {
    expect((await corl(['score', '--reward', 'mcq', '--model-dir', '/nowhere'], jsonl(GOOD))).code).toBe(0)
    expect((await corl(['explain', '--reward', 'mcq', '--model-dir', '/nowhere', '--sample', SAMPLE])).code).toBe(0)
  })
})

describe('exit codes', () => {
  const reward = 'r'
  it.each<[RewardError, number]>([
    [{ _tag: 'MissingField', reward, field: 'x' }, 1],
    [{ _tag: 'InvalidInput', reward, field: 'x', expected: 'y', received: 'z' }, 1],
    [{ _tag: 'Timeout', reward, timeoutMs: 1 }, 1],
    [{ _tag: 'Unexpected', reward, message: 'x', cause: undefined }, 1],
    [{ _tag: 'InvalidSpec', path: 'x', expected: 'y', received: 'z' }, 2],
    [{ _tag: 'InvalidOption', reward, option: 'x', expected: 'y', received: 'z' }, 2],
    [{ _tag: 'UnknownReward', id: 'x', known: [] }, 2],
    [{ _tag: 'MissingPackage', reward, package: 'x', install: 'y' }, 3],
    [{ _tag: 'Unavailable', reward, reason: 'x' }, 3],
    [{ _tag: 'Aborted', reason: 'x' }, 130],
  ])('$0._tag ends with %i', (error, code) => {
    expect(exitCodeOf(error)).toBe(code)
  })
})

describe('corl rewards', () => {
  it('lists every reward with range, status, needs and fields', async () => {
    const { code, out, err } = await corl(['rewards'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(1 + registry.size)
    expect(lines[0]).toMatch(/^id +range +status +needs +reads$/)
    for (const id of registry.keys()) expect(lines.filter((line) => line.startsWith(`${id} `))).toHaveLength(1)
    expect(out).toMatch(/^mcq +\[0, 1\] +available +- +completion answer \[options\] \[question\] \[prompt\]$/m)
    expect(out).toMatch(
      /^lpips +\[-Infinity, 1\] +available +onnxruntime-node, sharp, lpips-vgg \(or lpips-alex, lpips-squeeze by `net`\) +image reference$/m,
    )
    expect((await corl(['rewards', 'show', 'lpips'])).out).toMatch(/^needs .*lpips-vgg \(or lpips-alex, /m)
  })

  it('--json holds the same as data', async () => {
    const list = JSON.parse((await corl(['rewards', '--json'])).out) as Array<any>
    expect(list.map((entry) => entry.id)).toEqual([...registry.keys()])
    expect(list.find((entry) => entry.id === 'open-ended')).toMatchObject({
      range: { min: 0, max: 1 },
      status: 'available',
      needs: { packages: [], models: [] },
      options: { properties: { threshold: { default: 0.8, minimum: 0, maximum: 1 } } },
    })
  })

  it.each([...registry.keys()])('show %s', async (id) => {
    const { code, out } = await corl(['rewards', 'show', id])
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^${id}: `))
    for (const { name } of registry.get(id)?.fields ?? []) expect(out).toContain(`\n  ${name} `)
    expect(JSON.parse((await corl(['rewards', 'show', id, '--json'])).out)).toMatchObject({ id })
  })

  it('show tells options with values and defaults, and an example that runs', async () => {
    const { out } = await corl(['rewards', 'show', 'open-ended'])
    expect(out).toMatch(/threshold +number >= 0 <= 1 +default 0.8 +two words match/)
    expect(out).toMatch(/variant +paper \| released +default "paper"/)
    const [, reward, sample] = /corl explain --reward '(.*)' --sample '(.*)'/.exec(out) ?? []
    expect((await corl(['explain', '--reward', reward ?? '', '--sample', sample ?? ''])).code).toBe(0)
    expect((await corl(['rewards', 'show', 'length-cosine'])).out).toMatch(/correct +spec +required/)
    expect((await corl(['rewards', 'show', 'lpips'])).out).toMatch(
      /^ {2}size +native \| integer >= 1 <= 8192 \| array {2}/m,
    )
    expect((await corl(['rewards', 'show', 'corl/stage1'])).out).toMatch(/^ {2}cycle +lite \| object {2}/m)
    expect((await corl(['rewards', 'show', 'think-format'])).out).toMatch(/options\n {2}none/)
  })
})

describe('corl explain', () => {
  it('says what was read, what each part saw and what it gave', async () => {
    const reward = '{"weightedSum": [[1, "mcq"], [0.5, {"scale": ["format", 2]}]]}'
    const { code, out, err } = await corl(['explain', '--reward', reward, '--sample', SAMPLE])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      [
        'completion  "<think>a</think><answer>(B) Paris</answer>"',
        'answer      "B"',
        'options     ["London","Paris"]',
        'question    (not given)',
        'prompt      (not given)',
        '',
        'mcq + 0.5*2*format: 2 of [0, 2]',
        '├─ mcq: 1 of [0, 1]',
        '│     extracted answer: (B) Paris',
        '│     matched: B',
        '│     gold option: B',
        '└─ 2*format: 2 of [0, 2]',
        '   └─ format: 1 of [0, 1]',
        '',
      ].join('\n'),
    )
  })

  it('tells an ambiguous answer from none', async () => {
    const why = async (text: string): Promise<string> =>
      (
        await corl([
          'explain',
          '--reward',
          'mcq',
          '--sample',
          JSON.stringify({ ...GOOD, completion: `<answer>${text}</answer>` }),
        ])
      ).out
    expect(await why('A or B')).toMatch(/mcq: 0 of \[0, 1\]\n {3}why: ambiguous\n/)
    expect(await why('I cannot say')).toMatch(/why: no answer\n/)
  })

  it('tells why a sample is skipped, a part is not run, a sample fails', async () => {
    const skipped = await corl(['explain', '--reward', 'mcq', '--sample', '{"completion": "B"}'])
    expect(skipped).toMatchObject({
      code: 0,
      out: expect.stringMatching(/mcq: skipped \(missing-field\)\n {3}the sample has no gold answer/),
    })
    const closed = await corl([
      'explain',
      '--reward',
      '{"gate": ["format", "mcq"]}',
      '--sample',
      '{"completion": "B", "answer": "B"}',
    ])
    expect(closed.out).toMatch(
      /skipped \(gate-closed\)\n│ {2}format is 0, below 1\n├─ format: 0 of \[0, 1\]\n│ {5}why: does not begin with <think>\n└─ mcq: not run\n$/,
    )
    const failed = await corl(['explain', '--reward', 'mcq', '--sample', '{"completion": 3}'])
    expect(failed).toMatchObject({
      code: 1,
      out: expect.stringMatching(/failed \(InvalidInput\)\n {3}mcq: expected a string or null for `completion`, got 3/),
    })
  })

  it('--json is the line that `corl score` writes', async () => {
    const reward = '{"weightedSum": [[1, "mcq"], [0.5, "format"]]}'
    const { out } = await corl(['explain', '--reward', reward, '--sample', SAMPLE, '--json'])
    expect(out).toBe((await corl(['score', '--reward', reward], jsonl(GOOD))).out)
  })

  it('takes a line of a file or of stdin, and does not wait for the rest', async () => {
    const input = file('explain.jsonl', jsonl({ completion: 'x', answer: 'A' }, GOOD))
    expect((await corl(['explain', '--reward', 'mcq', '--in', input, '--line', '2'])).out).toMatch(/mcq: 1 of/)
    expect((await corl(['explain', '--reward', 'mcq'], jsonl(GOOD))).out).toMatch(/mcq: 1 of/)
    expect((await corl(['explain', '--reward', 'mcq', '--line', '2'], SAMPLE.concat('\n', SAMPLE))).code).toBe(0)
    const open = new Readable({ read: () => undefined })
    open.push(jsonl(GOOD))
    expect((await corl(['explain', '--reward', 'mcq'], open)).out).toMatch(/mcq: 1 of/)
  })

  it('a line that is not there, or holds no sample', async () => {
    const input = file('short.jsonl', jsonl(GOOD, GOOD))
    expect(await corl(['explain', '--reward', 'mcq', '--in', input, '--line', '3'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/has 2 lines, there is no line 3/),
    })
    expect(await corl(['explain', '--reward', 'mcq', '--line', '2'], '{}\nx\n')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/for `line 2`, got text that is no JSON/),
    })
    expect(await corl(['explain', '--reward', 'mcq', '--sample', '[]'])).toMatchObject({ code: 2, out: '' })
    expect((await corl(['explain', '--reward', 'mcq', '--in', file('none')])).code).toBe(2)
  })

  it('lets no control character of the sample through to the terminal', async () => {
    const sample = JSON.stringify({ ...GOOD, completion: '<answer>\u001b[2J\u009b1m A</answer>' })
    const { out } = await corl(['explain', '--reward', '{"sum": ["mcq", "exact"]}', '--sample', sample])
    // eslint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })

  it('long fields are cut', async () => {
    const sample = JSON.stringify({ ...GOOD, completion: 'x'.repeat(100_000) })
    expect((await corl(['explain', '--reward', 'mcq', '--sample', sample])).out).toMatch(
      /x{50,}\.\.\. \(a string of 100000 characters\)/,
    )
  })
})
