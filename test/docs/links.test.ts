import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../..')

const documents = [
  ...['README.md', 'CHANGELOG.md'].filter((file) => existsSync(path.join(root, file))),
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
]

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')

/** The anchors a document offers: its headings, as they are turned into links. */
const anchors = (text: string): ReadonlyArray<string> =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )

const manifest = JSON.parse(read('package.json'))

describe.each(documents)('%s', (file) => {
  const text = read(file)

  it('links to files and headings that are there', () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    const dead = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false
      const [target = '', anchor] = link.split('#')
      const to = target === '' ? file : path.join(path.dirname(file), target)
      if (!existsSync(path.join(root, to))) return true
      return anchor !== undefined && !anchors(read(to)).includes(anchor)
    })
    expect(dead).toEqual([])
  })

  it('names npm scripts and entry points that are there', () => {
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script!)
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([])
    const entries = [...text.matchAll(/from 'corl-rewards(\/[\w./-]+)?'/g)].map(([, entry]) => `.${entry ?? ''}`)
    expect(entries.filter((entry) => !(entry in manifest.exports))).toEqual([])
  })

  it('names files of the repository that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|scripts|docs|bench|examples)\/[\w./-]+\.\w+)`/g)].map(
      ([, name]) => name!,
    )
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })
})
