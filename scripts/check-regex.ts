/** Every regular expression of src is put to recheck: what can backtrack without bound on hostile text does not ship. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { checkSync } from 'recheck'
import ts from 'typescript'

interface Pattern {
  readonly where: string
  readonly source: string
  readonly flags: string
}

/** What a file holds: patterns that can be read off, and places where one is built from values. */
interface Found {
  readonly patterns: ReadonlyArray<Pattern>
  readonly built: ReadonlyArray<string>
}

const textOf = (node: ts.Expression | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined

/** `RegExp(…)` or `new RegExp(…)`. */
const isConstructor = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp'

export const findPatterns = (file: string, text: string): Found => {
  const patterns: Array<Pattern> = []
  const built: Array<string> = []
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    const where = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      patterns.push({ where, source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    } else if (isConstructor(node)) {
      const [pattern, flags] = node.arguments ?? []
      const source = textOf(pattern)
      const letters = flags === undefined ? '' : textOf(flags)
      if (source === undefined || letters === undefined) built.push(where)
      else patterns.push({ where, source, flags: letters })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { patterns, built }
}

/** What is wrong with a pattern; undefined: linear or polynomial below recheck's bound. */
export const judge = ({ where, source, flags }: Pattern): string | undefined => {
  const verdict = checkSync(source, flags)
  if (verdict.status === 'safe') return undefined
  const reason = verdict.status === 'vulnerable' ? `vulnerable, ${verdict.complexity.summary}` : verdict.error.kind
  return `${where} /${source}/${flags}: ${reason}`
}

const main = (): void => {
  const root = path.join(import.meta.dirname, '..')
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort()
  const found = files.map((file) => findPatterns(`src/${file}`, readFileSync(path.join(root, 'src', file), 'utf8')))
  const patterns = found.flatMap((one) => one.patterns)
  const built = found.flatMap((one) => one.built).map((where) => `${where}: built from values, cannot be checked`)
  const problems = [...patterns.flatMap((pattern) => judge(pattern) ?? []), ...built]
  for (const problem of problems) console.error(problem)
  console.log(
    `regular expressions: ${files.length} files, ${patterns.length} checked, ${built.length} built from values, ${problems.length} problems`,
  )
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (process.argv[1] === import.meta.filename) main()
