import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'

const { files } = inject('tarball')
const paths = files.map((file) => file.path)
const installed = path.join(inject('lean'), 'node_modules/corl-rewards')
const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))

describe('the tarball', () => {
  it('holds the built code, the data of SPICE, the schema, the golden sample of the benchmark and the documents, and nothing else', () => {
    const strange = paths.filter(
      (file) =>
        !/^(dist\/.+\.(js|d\.ts)|data\/spice\/(parser\.bin|wordnet\.bin|WORDNET-LICENSE)|schema\/.+\.json|bench\/golden\/.+|bench\/README\.md|README\.md|CHANGELOG\.md|LICENSE|THIRD_PARTY_NOTICES|package\.json)$/.test(
          file,
        ),
    )
    expect(strange).toEqual([])
  })

  it.each([
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'THIRD_PARTY_NOTICES',
    'schema/reward.schema.json',
    'data/spice/parser.bin',
    'data/spice/wordnet.bin',
    'data/spice/WORDNET-LICENSE',
  ])('holds %s', (file) => {
    expect(paths).toContain(file)
  })

  it('holds every file that the manifest points at', () => {
    const targets = [
      ...Object.values<string>(manifest.bin),
      ...Object.values<any>(manifest.exports).flatMap((target): ReadonlyArray<string> =>
        typeof target === 'string' ? [target] : Object.values(target),
      ),
    ].map((target: string) => path.normalize(target))
    expect(targets.filter((target) => !paths.includes(target))).toEqual([])
  })

  it('names no path of the machine it was built on', () => {
    const here = path.join(import.meta.dirname, '../..')
    const text = (file: string): string => readFileSync(path.join(installed, file), 'utf8')
    expect(
      paths.filter((file) => /\/(home|root|Users|work|tmp)\/[\w.-]+\//.test(text(file)) || text(file).includes(here)),
    ).toEqual([])
  })

  it('bundles no package but natural’s stemmer', () => {
    const scripts = paths
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(path.join(installed, file), 'utf8'))
    const taken = scripts.flatMap((text) =>
      [...text.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/\s]+)/gm)].map(([, name]) => name),
    )
    expect([...new Set(taken)]).toEqual(['natural'])
    for (const name of ['mongoose', 'redis', 'memjs', 'dotenv']) {
      expect(scripts.filter((text) => new RegExp(`['"]${name}['"]`).test(text))).toEqual([])
    }
  })

  it('depends at run time on packages that src imports', () => {
    const imported = new Set(
      paths
        .filter((file) => file.endsWith('.js'))
        .flatMap((file) => [
          ...readFileSync(path.join(installed, file), 'utf8').matchAll(
            /(?:from |import\(|^import )['"]((?:@[^/'"]+\/)?[a-z][^/'"]*)/gm,
          ),
        ])
        .map(([, name]) => name!),
    )
    const known = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
    expect([...imported].filter((name) => !known.includes(name) && !name.startsWith('node:'))).toEqual([])
    expect(Object.keys(manifest.dependencies).filter((name) => !imported.has(name))).toEqual([])
  })
})
