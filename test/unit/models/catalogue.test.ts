import { describe, expect, it } from 'vitest'
import { catalogue, findModel } from '../../../src/models/catalogue.js'
import { sourceOf } from '../../../src/models/fetch/source-url.js'
import { checkedEntry } from '../../../src/models/safe-name.js'
import { registry } from '../../../src/presets/registry.js'

describe('the catalogue', () => {
  it('has every name and alias once', () => {
    const names = catalogue.flatMap(({ name, aliases = [] }) => [name, ...aliases])
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(findModel(name)).toBeDefined()
  })

  it.each(catalogue.map((entry) => [entry.name, entry] as const))('%s holds to its own rules', (_, entry) => {
    expect(checkedEntry(entry)).toBe(entry)
    const roles = entry.files.map(({ role }) => role)
    expect(new Set(roles).size).toBe(roles.length)
    for (const file of entry.files) {
      expect(file.path.endsWith(`/${file.name}`)).toBe(true)
      if (file.check.verify === 'sha256') expect(file.check.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(file.bytes ?? 1).toBeGreaterThan(0)
    }
    for (const id of entry.rewards) expect(registry.has(id)).toBe(true)
  })

  it.each(['lpips-vgg', 'lpips-alex', 'lpips-squeeze'])('%s is a backbone and heads, as the type says', (name) => {
    const files = findModel(name)?.files ?? []
    expect(files.map(({ role }) => role)).toEqual(['backbone', 'heads'])
    // torchvision puts the first eight digits of the digest into the name.
    const [backbone] = files
    const prefix = /-([0-9a-f]{8})\.pth$/.exec(backbone?.name ?? '')?.[1] ?? 'none'
    expect(backbone?.check).toMatchObject({ verify: 'sha256', sha256: expect.stringMatching(`^${prefix}`) })
  })

  it.each(['clip-vit-b32', 'clip-vit-h14'])('%s has what a CLIP network is loaded from', (name) => {
    const roles = findModel(name)?.files.map(({ role }) => role)
    expect(roles).toEqual(
      expect.arrayContaining(['weights', 'config', 'preprocessor', 'tokenizer', 'tokenizer-config']),
    )
  })

  it.each(['roberta-large', 'bert-base-uncased'])('%s has what BERTScore is loaded from', (name) => {
    const roles = findModel(name)?.files.map(({ role }) => role)
    expect(roles).toEqual(expect.arrayContaining(['weights', 'config', 'tokenizer', 'tokenizer-config']))
  })

  it('files that models share lie in one place and are one file', () => {
    const places = new Map<string, unknown>()
    for (const file of catalogue.flatMap(({ files }) => files)) {
      expect(places.get(file.path) ?? file).toEqual(file)
      places.set(file.path, file)
    }
  })

  it('names the files where their publishers have them', () => {
    const urls = ['lpips-squeeze', 'blip-base']
      .flatMap((name) => findModel(name)?.files ?? [])
      .map((file) => sourceOf(file, {}).url.href)
    expect(urls.slice(0, 3)).toEqual([
      'https://download.pytorch.org/models/squeezenet1_1-b8a52dc0.pth',
      'https://raw.githubusercontent.com/richzhang/PerceptualSimilarity/082bb24f84c091ea94de2867d34c4544f68e0963/lpips/weights/v0.1/squeeze.pth',
      'https://huggingface.co/Salesforce/blip-image-captioning-base/resolve/82a37760796d32b1411fe092ab5d4e227313294b/pytorch_model.bin',
    ])
  })

  it.each(['', 'LPIPS-VGG', 'lpips', '__proto__', 'constructor', 'lpips-vgg ', 'lpips-vgg\0'])(
    'has no model %j',
    (name) => {
      expect(findModel(name)).toBeUndefined()
    },
  )
})
