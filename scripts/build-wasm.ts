/**
 * Compiles the passes of `resize` (AssemblyScript, src/image/resize/passes.as) into src/image/resize/passes-wasm.ts, which is
 * committed: neither the build nor users need the compiler.
 *
 *   npx tsx scripts/build-wasm.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The part of the compiler that is used here. Its own declarations would bring AssemblyScript's Array and Math into all of our code. */
interface Compiler {
  readonly main: (
    args: ReadonlyArray<string>,
    files: {
      readonly readFile: (name: string) => string | null
      readonly writeFile: (name: string, contents: Uint8Array | string) => void
      readonly listFiles: () => ReadonlyArray<string>
    },
  ) => Promise<{ readonly error: Error | null }>
}

const path = (relative: string): string => fileURLToPath(new URL(`../src/image/resize/${relative}`, import.meta.url))

const FLAGS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--importMemory', '--maximumMemory', '256']

/** The generated file's text. */
export const compilePasses = async (): Promise<string> => {
  const source = readFileSync(path('passes.as'), 'utf8')
  let binary: Uint8Array | undefined
  const compiler: string = 'assemblyscript/asc'
  const { default: asc } = (await import(compiler)) as { readonly default: Compiler }
  const { error } = await asc.main(['passes.ts', '--outFile', 'passes.wasm', ...FLAGS], {
    // The compiler takes no other ending than .ts, which tsc would read, too.
    readFile: (name) => (name === 'passes.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'passes.wasm' && typeof contents !== 'string') binary = contents
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error('passes.as does not compile', { cause: error })
  const base64 = Buffer.from(binary).toString('base64')
  const lines = base64.match(/.{1,116}/g)?.map((line) => `  '${line}'`) ?? []
  return `// Made by scripts/build-wasm.ts out of passes.as; not to be edited.\n\nexport const PASSES_WASM =\n${lines.join(' +\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path('passes-wasm.ts'), await compilePasses())
