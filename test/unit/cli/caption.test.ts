import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../../src/adapters/image/encode-png.js'
import { formulaImage } from '../../../src/formula/image.js'
import { right } from '../../golden/lpips/network.js'
import { asked, grey, KEY, origin } from '../adapters/http/vision-service.js'
import { corl, file, Kept } from './run-in-process.js'

const TINY = path.join(import.meta.dirname, '../../golden/blip/tiny-a')

const picture = async (name: string, image = formulaImage('discs', 224, 224, 'a')): Promise<string> => {
  mkdirSync(path.dirname(file(name)), { recursive: true })
  return file(name, Buffer.from(right(await encodePng(image)())))
}

let discs: string
let clouds: string
let noImage: string
beforeAll(async () => {
  discs = await picture('discs.png')
  clouds = await picture('clouds.png', formulaImage('clouds', 40, 64))
  noImage = file('no-image.png', 'a text')
})

/** By the tiny network; what it says means nothing. */
const caption = (...args: ReadonlyArray<string>) => corl(['caption', '--path', TINY, ...args])

const jsonLines = (out: string): ReadonlyArray<any> =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

describe('corl caption', { timeout: 30_000 }, () => {
  it('prints the caption of an image alone, and counts on stderr', async () => {
    const { code, out, err } = await caption(discs)
    expect(out).toMatch(/^[^\t\n]+\n$/)
    expect(err).toBe('corl: captioned 1, failed 0\n')
    expect(code).toBe(0)
  })

  it('names each of several images, in the order they were asked for', async () => {
    const [one, other] = [await caption(discs), await caption(clouds)]
    const { out } = await caption(clouds, discs)
    expect(out).toBe(`${clouds}\t${other.out}${discs}\t${one.out}`)
    expect(one.out).not.toBe(other.out)
  })

  it('says the same whatever the size of the batches', async () => {
    const images = [discs, clouds, discs]
    expect((await caption('--batch-size', '2', ...images)).out).toBe((await caption(...images)).out)
  })

  it('takes the images of a folder, and says what it leaves out', async () => {
    const inside = [await picture('folder/b.png'), await picture('folder/a/1.png')]
    file('folder/notes.txt', 'x')
    const root = path.dirname(inside[0] as string)
    const { out, err } = await caption(`${root}/`, '--json')
    expect(jsonLines(out).map(({ image }) => image)).toEqual([inside[1], inside[0]])
    expect(err).toBe(`corl: skipped 1 file in ${root}/ that is no image: notes.txt\ncorl: captioned 2, failed 0\n`)
  })

  it('an image that is none is told on stderr; the others have their captions, and the exit code is 1', async () => {
    const { code, out, err } = await caption(noImage, discs, file('absent.png'))
    expect(out).toMatch(new RegExp(`^${discs}\t[^\n]+\n$`))
    expect(err).toContain(`corl: ${noImage}: caption: expected a PNG, JPEG`)
    expect(err).toContain(`${file('absent.png')} (no such file)`)
    expect(err).toMatch(/captioned 1, failed 2\n$/)
    expect(code).toBe(1)
  })

  it('with --json the error stands in the line of the image', async () => {
    const { code, out } = await caption('--json', discs, noImage)
    const [good, bad] = jsonLines(out)
    expect(good).toEqual({ image: discs, caption: expect.stringMatching(/\w/) })
    expect(bad).toMatchObject({ image: noImage, error: { _tag: 'InvalidInput', message: expect.any(String) } })
    expect(code).toBe(1)
  })

  it.each([
    ['--max-new-tokens', '2'],
    ['--beams', '3', '--max-new-tokens', '6'],
    ['--sample', '--seed', '3'],
    ['--prompt', 'a picture of'],
    ['--repetition-penalty', '1.5'],
    ['--min-length', '30'],
    ['--precision', 'int8'],
  ])('does as it is told: %s %s', async (...options) => {
    const { code, out } = await caption(discs, ...options)
    expect(code).toBe(0)
    const plain = (await caption(discs)).out
    if (options[0] === '--precision') return expect(out).toMatch(/\w/)
    if (options[0] === '--prompt') return expect(out).toMatch(/^a picture of /)
    expect(out).not.toBe(plain)
  })

  it('what a chance says follows from the seed', async () => {
    const sampled = (seed: string) => caption(discs, '--sample', '--temperature', '2', '--top-k', '0', '--seed', seed)
    expect((await sampled('1')).out).toBe((await sampled('1')).out)
    expect((await sampled('2')).out).not.toBe((await sampled('1')).out)
  })

  it('an interruption writes no line of the images under way', async () => {
    const { code, out, err } = await corl(['caption', '--path', TINY, discs], '', { signal: AbortSignal.abort() })
    expect(out).toBe('')
    expect(err).toBe('corl: interrupted: captioned 0, failed 0\n')
    expect(code).toBe(130)
  })

  it('what was written before an interruption stays', async () => {
    const controller = new AbortController()
    const stdout = new Kept()
    const write = stdout._write.bind(stdout)
    stdout._write = (...args) => {
      controller.abort()
      write(...args)
    }
    const { code, err } = await corl(
      ['caption', '--path', TINY, '--batch-size', '1', discs, clouds, discs],
      Readable.from([]),
      { signal: controller.signal, stdout },
    )
    expect(stdout.text).toMatch(new RegExp(`^${discs}\t[^\n]+\n$`))
    expect(err).toBe('corl: interrupted: captioned 1, failed 0\n')
    expect(code).toBe(130)
  })
})

describe('corl caption by an endpoint', { timeout: 30_000 }, () => {
  const service = (route: string, ...args: ReadonlyArray<string>) =>
    corl(['caption', '--endpoint', `${origin()}${route}`, '--endpoint-model', 'eyes', ...args], '', {
      env: { EYES_KEY: KEY },
    })

  it('asks it for each image, with the key of the variable', async () => {
    const [a, b] = [await picture('grey-7.png', grey(7)), await picture('grey-9.png', grey(9))]
    const { code, out } = await service('/good', a, b, '--api-key-env', 'EYES_KEY', '--prompt', 'What is it?')
    expect(out).toBe(`${a}\tgrey 7\n${b}\tgrey 9\n`)
    expect(code).toBe(0)
    const { body, headers } = asked().at(-1) as any
    expect(body.model).toBe('eyes')
    expect(JSON.stringify(body.messages)).toContain('What is it?')
    expect(headers.authorization).toBe(`Bearer ${KEY}`)
  })

  it('a service that refuses all ends the command with 3, and no key is shown', async () => {
    const { code, out, err } = await service('/no-key', discs, '--api-key-env', 'EYES_KEY')
    expect([code, out]).toEqual([3, ''])
    expect(err).toMatch(/401/)
    expect(err).not.toContain(KEY)
  })

  it.each([
    [['--api-key-env', 'NO_SUCH_KEY'], '--api-key-env: expected the name of a variable that holds a key'],
    [['--temperature', '3'], '--temperature: expected a number from 0 to 2, or null, got 3'],
    [['--max-new-tokens', '0'], '--max-new-tokens: expected a whole number from 1'],
  ])('%s is wrong usage', async (options, message) => {
    const { code, err } = await service('/good', discs, ...options)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })
})

describe('misuse of corl caption', { timeout: 30_000 }, () => {
  it.each([
    ['no image', [], "missing required argument 'images'"],
    [
      'an option twice meant',
      [`--endpoint=http://127.0.0.1:9`, '--endpoint-model=m', '--path', TINY],
      "cannot be used with option '--path <folder>'",
    ],
    ['a model and a folder', ['--model', 'blip-large', '--path', TINY], 'cannot be used with'],
    ['made-up weights of a folder', ['--weights', 'formula', '--path', TINY], 'cannot be used with'],
    ['other weights', ['--weights', 'best'], 'Allowed choices are formula'],
    ['beams by chance', ['--path', TINY, '--sample', '--beams', '3'], 'cannot be used with'],
    ['a service without a model', ['--endpoint', 'http://127.0.0.1:9'], '--endpoint is used with --endpoint-model'],
    ['a key for nothing', ['--api-key-env', 'KEY'], '--api-key-env is used with --endpoint'],
    [
      'heat without chance',
      ['--path', TINY, '--temperature', '1'],
      '--temperature is used with --sample or --endpoint',
    ],
    ['a penalty without beams', ['--path', TINY, '--length-penalty', '2'], '--length-penalty is used with --beams'],
    ['no number', ['--path', TINY, '--max-new-tokens', 'many'], 'Expected a number.'],
    ['no batch', ['--path', TINY, '--batch-size', '0'], 'Expected an integer from 1 to 1024.'],
    [
      'too few tokens',
      ['--path', TINY, '--max-new-tokens', '0'],
      '--max-new-tokens: expected a positive integer, got 0',
    ],
    ['too many tokens', ['--path', TINY, '--max-new-tokens', '65'], '--max-new-tokens: expected at most 64'],
    ['no beams', ['--path', TINY, '--beams', '0'], '--beams: expected an integer in [1, 100], got 0'],
    ['half a seed', ['--path', TINY, '--sample', '--seed', '0.5'], '--seed: expected a whole number, got 0.5'],
    ['a strange device', ['--path', TINY, '--device', 'gpu'], '--device: expected one of cpu, cuda'],
    ['a strange precision', ['--path', TINY, '--precision', 'fp8'], '--precision: expected one of fp32, int8'],
    ['an unknown model', ['--model', 'blip-huge'], '--model: expected one of'],
    ['no service', ['--endpoint', 'ftp://host/', '--endpoint-model', 'm'], '--endpoint: expected an http or https URL'],
  ])('%s', async (_, options, message) => {
    const { code, out, err } = await corl(['caption', ...options, ...(options.length === 0 ? [] : [discs])])
    expect(err).toContain(message)
    expect([code, out]).toEqual([2, ''])
  })

  it('more paths than onnxruntime bears on a command line', async () => {
    const many = Array.from({ length: 1 + Math.ceil(16_000 / discs.length) }, () => discs)
    const { code, out, err } = await caption(...many)
    expect(err).toMatch(/^corl: expected paths of at most 16000 characters in all, .*: name the folder/)
    expect([code, out]).toEqual([2, ''])
  })

  it('a length that no caption of the model reaches', async () => {
    const { code, err } = await caption(discs, '--min-length', '400')
    expect(err).toMatch(/^corl: --min-length: expected at most \d+/)
    expect(code).toBe(2)
  })

  it('a folder without a model', async () => {
    const { code, err } = await corl(['caption', '--path', path.dirname(discs), discs])
    expect(err).toMatch(
      /^corl: expected config\.json of a model in Hugging Face's layout for .*, got no file of that name$/m,
    )
    expect(code).toBe(3)
  })

  it('a model that is not here: the command that gets it', async () => {
    const { code, err } = await corl(['caption', discs], '', {
      env: { CORL_HOME: file('empty-home'), HOME: file('nobody') },
    })
    expect(err).toBe('corl: recaption: the model blip-base is not on this machine; run: corl models pull blip-base\n')
    expect(code).toBe(3)
  })

  it('an empty folder, and one without images', async () => {
    mkdirSync(file('nothing'), { recursive: true })
    expect(await caption(file('nothing'))).toMatchObject({ code: 2, err: expect.stringContaining('an empty folder') })
    mkdirSync(file('texts'), { recursive: true })
    file('texts/a.txt', 'x')
    expect(await caption(file('texts'))).toMatchObject({ code: 2, err: expect.stringContaining('got none') })
  })
})
