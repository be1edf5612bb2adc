import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The command as it ships; `test/built.ts` has seen to it that it is not older than its sources. */
const CORL = fileURLToPath(new URL('../../dist/cli/corl.js', import.meta.url))

interface End {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const run = async (args: ReadonlyArray<string>, input: Iterable<string | Buffer> = []): Promise<End> => {
  const child = spawn(process.execPath, [CORL, 'grpo', ...args])
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const end = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  await pipeline(Readable.from(input), child.stdin).catch(() => undefined)
  return { code: await end, out, err }
}

const LOSS = { log_probs: [[-1, -2]], advantages: [1], completion_mask: [[1, 1]], config: { loss_type: 'grpo' } }
const line = (object: object): string => `${JSON.stringify(object)}\n`

/** A line of 70 MB. */
function* huge(): Generator<Buffer> {
  for (let i = 0; i < 70; i++) yield Buffer.alloc(1 << 20, 'x')
  yield Buffer.from('\n')
}

describe('corl grpo as a process', () => {
  it('computes: results alone on stdout, no advertisement of tfjs on stderr', async () => {
    const { code, out, err } = await run([], [line(LOSS)])
    expect({ code, err }).toEqual({ code: 0, err: 'corl: computed 1, failed 0\n' })
    expect(JSON.parse(out)).toMatchObject({ loss: -1, gradLogProbs: [[-0.5, -0.5]] })
  })

  it.each<[number, object, RegExp]>([
    [0, { ...LOSS, loss: -1 }, /^1 case agrees: loss 1/],
    [1, { ...LOSS, loss: -2 }, /^line 1: loss departs(.|\n)*consistent with: normaliser: sum of each row/],
    [2, { ...LOSS, loss: 'x' }, /^$/],
  ])('check ends with %i', async (expected, dump, shown) => {
    const { code, out, err } = await run(['check', '--against', '-'], [line(dump)])
    expect(code).toBe(expected)
    expect(out).toMatch(shown)
    expect(err).not.toMatch(/^\s+at /m)
  })

  it('a huge line fails by itself; checked, it is wrong usage', async () => {
    const lines = function* (): Generator<string | Buffer> {
      yield* huge()
      yield line(LOSS)
    }
    const { code, out } = await run([], lines())
    expect(code).toBe(1)
    expect(out.split('\n').map((text) => /more than 67108864 bytes/.test(text))).toEqual([true, false, false])
    const checked = await run(['check', '--against', '-'], lines())
    expect(checked).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/line 1.*67108864/) })
  }, 60_000)

  it('a long completion is read whole', async () => {
    const row = Array.from({ length: 200_000 }, (_, t) => -(t % 7) / 7)
    const dump = { log_probs: [row], advantages: [1], completion_mask: [row.map(() => 1)], loss: -1 }
    const { code, out } = await run(['check', '--against', '-'], [line(dump)])
    expect({ code, out }).toEqual({ code: 0, out: '1 case agrees: loss 1 (float32)\n' })
  }, 60_000)
})
