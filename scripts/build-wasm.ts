/**
 * Compiles the AssemblyScript sources (`.as` under src) into modules that carry the binary (passes.as into passes-wasm.ts), which are
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

export interface WasmSource {
  readonly source: string
  readonly target: string
  /** The most memory, in pages of 64 KiB. */
  readonly pages: number
  readonly name: string
  /** Whether threads share the memory. */
  readonly shared?: boolean
}

export const WASM_SOURCES: ReadonlyArray<WasmSource> = [
  { source: 'image/resize/passes.as', target: 'image/resize/passes-wasm.ts', pages: 256, name: 'PASSES_WASM' },
  { source: 'spice/parser/chart.as', target: 'spice/parser/chart-wasm.ts', pages: 1024, name: 'CHART_WASM' },
  {
    source: 'text-image-matching/dots/dots.as',
    target: 'text-image-matching/dots/dots-wasm.ts',
    pages: 128,
    name: 'DOTS_WASM',
  },
  {
    source: 'grpo/log-probs/rows/rows.as',
    target: 'grpo/log-probs/rows/rows-wasm.ts',
    pages: 1024,
    name: 'ROWS_WASM',
    shared: true,
  },
]

const path = (relative: string): string => fileURLToPath(new URL(`../src/${relative}`, import.meta.url))

const FLAGS = [
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
  '-O3',
  '--noAssert',
  '--importMemory',
]

/** The generated file's text. */
export const compileWasm = async ({ source, pages, name, shared = false }: WasmSource): Promise<string> => {
  const text = readFileSync(path(source), 'utf8')
  let binary: Uint8Array | undefined
  const compiler: string = 'assemblyscript/asc'
  const { default: asc } = (await import(compiler)) as { readonly default: Compiler }
  const sharing = shared ? ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1'] : []
  const most = ['--maximumMemory', String(pages)]
  const { error } = await asc.main(['main.ts', '--outFile', 'main.wasm', ...most, ...FLAGS, ...sharing], {
    // The compiler takes no other ending than .ts, which tsc would read, too.
    readFile: (file) => (file === 'main.ts' ? text : null),
    writeFile: (file, contents) => {
      if (file === 'main.wasm' && typeof contents !== 'string') binary = contents
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`${source} does not compile`, { cause: error })
  const base64 = Buffer.from(binary).toString('base64')
  const lines = base64.match(/.{1,116}/g)?.map((line) => `  '${line}'`) ?? []
  const from = source.split('/').at(-1) ?? source
  return `// Made by scripts/build-wasm.ts out of ${from}; not to be edited.\n\nexport const ${name} =\n${lines.join(' +\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const source of WASM_SOURCES) writeFileSync(path(source.target), await compileWasm(source))
