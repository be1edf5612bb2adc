import * as E from 'fp-ts/lib/Either.js'
import { LineCounter, parseDocument } from 'yaml'
import type { RewardError } from '../core/error.js'
import { invalidSpec } from './spec-error.js'

/** Longer texts are no spec, and parsing them would only take time. In UTF-16 units. */
const MAX_TEXT_LENGTH = 1 << 16

/** How often one YAML anchor may multiply: enough for a part used twice, too little for a bomb. */
const MAX_ALIASES = 100

/** Flow collections nested deeper than this are refused before the YAML parser, which recurses, sees them. */
const MAX_NESTING = 200

/**
 * Reads the text of a spec; {@link fromSpec} then says whether it is one.
 *
 * @param text - At most 65,536 characters. A byte order mark is skipped.
 * @param syntax - YAML 1.2 (core schema): JSON is YAML, but keys written twice and unknown tags are errors here.
 * @returns `Left InvalidSpec`, whose `path` is the line and column for YAML; else the value.
 * @example
 * ```ts @import.meta.vitest
 * const { right } = await import('fp-ts/lib/Either.js')
 * expect(parseSpec('weightedSum:\n  - [1, mcq]\n  - [0.5, format]\n', 'yaml')).toEqual(right({ weightedSum: [[1, 'mcq'], [0.5, 'format']] }))
 * ```
 * @category specs
 * @since 0.1.0
 */
export const parseSpec = (text: string, syntax: 'json' | 'yaml'): E.Either<RewardError, unknown> => {
  if (text.length > MAX_TEXT_LENGTH) {
    return E.left(invalidSpec([], `at most ${MAX_TEXT_LENGTH} characters`, `${text.length} characters`))
  }
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  return E.flatten(
    E.tryCatch(
      () => (syntax === 'json' ? E.right(JSON.parse(body) as unknown) : parseYaml(body)),
      (cause) => invalidSpec([], `a spec in ${syntax.toUpperCase()}`, messageOf(cause)),
    ),
  )
}

const parseYaml = (text: string): E.Either<RewardError, unknown> => {
  if (brackets(text) > MAX_NESTING) {
    return E.left(invalidSpec([], `at most ${MAX_NESTING} levels of brackets`, 'a spec nested deeper'))
  }
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, schema: 'core' })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem === undefined) return E.right(document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown)
  const { line, col } = lineCounter.linePos(problem.pos[0])
  return E.left({
    _tag: 'InvalidSpec',
    path: `line ${line}, column ${col}`,
    expected: 'a spec in YAML',
    received: messageOf(problem),
  })
}

/** The deepest nesting that the brackets of a text can mean. Those inside quotes count too: no spec has this many. */
const brackets = (text: string): number => {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (unit === 0x5d || unit === 0x7d) depth--
  }
  return deepest
}

const messageOf = (cause: unknown): string => {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message.length <= 200 ? message : `${message.slice(0, 200)}...`
}
