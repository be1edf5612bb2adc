import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** Something a user of the package can import, under the first name it is met with. */
export interface PublicName {
  readonly name: string
  /** Entry point it is first met in: '.', './core', ... */
  readonly entry: string
  readonly file: string
  readonly line: number
  readonly kind: 'function' | 'other'
  readonly symbol: ts.Symbol
  readonly declaration: ts.Declaration
}

export interface PublicApi {
  readonly checker: ts.TypeChecker
  readonly entries: ReadonlyArray<string>
  readonly names: ReadonlyArray<PublicName>
}

/** Sources of the entry points: `./dist/x/index.d.ts` in the exports map is built from `src/x/index.ts`. */
export const entrySources = (root: string): ReadonlyMap<string, string> => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>
  }
  return new Map(
    Object.entries(manifest.exports).flatMap(([entry, target]) =>
      typeof target === 'string'
        ? []
        : [[entry, path.join(root, target.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts'))] as const],
    ),
  )
}

/** Everything exported by the entry points, namespaces opened, each declaration once. */
export const publicApi = (root: string, entries: ReadonlyMap<string, string>): PublicApi => {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    readonly config: { readonly compilerOptions: object }
  }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const program = ts.createProgram([...entries.values()], options)
  const checker = program.getTypeChecker()
  const names = new Map<ts.Declaration, PublicName>()

  const collect = (entry: string, module: ts.Symbol, prefix: string): void => {
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const name = prefix + exported.name
      const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0]
      if (declaration === undefined) throw new Error(`${entry}: ${name} leads nowhere`)
      if (ts.isSourceFile(declaration)) {
        collect(entry, symbol, `${name}.`)
        continue
      }
      if (names.has(declaration)) continue
      const source = declaration.getSourceFile()
      names.set(declaration, {
        name,
        entry,
        file: path.relative(root, source.fileName),
        line: source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1,
        kind: isFunction(checker, symbol, declaration) ? 'function' : 'other',
        symbol,
        declaration,
      })
    }
  }
  for (const [entry, file] of entries) {
    const source = program.getSourceFile(file)
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    if (module === undefined) throw new Error(`${entry}: ${path.relative(root, file)} is missing or exports nothing`)
    collect(entry, module, '')
  }
  return { checker, entries: [...entries.keys()], names: [...names.values()] }
}

const isFunction = (checker: ts.TypeChecker, symbol: ts.Symbol, declaration: ts.Declaration): boolean =>
  (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) !== 0 &&
  checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures().length > 0
