import { defineConfig } from 'tsup'

/** The entry points of the exports map. */
const library = {
  index: 'src/index.ts',
  'core/index': 'src/core/index.ts',
  'format/index': 'src/format/index.ts',
  'accuracy/index': 'src/accuracy/index.ts',
  'shaping/index': 'src/shaping/index.ts',
  'presets/index': 'src/presets/index.ts',
  'testing/index': 'src/testing/index.ts',
}

export default defineConfig({
  entry: { ...library, 'cli/corl': 'src/cli/corl.ts', 'cli/corl-bench': 'src/cli/corl-bench.ts' },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  treeshake: true,
  clean: true,
  dts: { entry: library },
  sourcemap: false,
  // Read by scripts/check-notices.ts; stays out of the tarball.
  metafile: true,
  // Only natural's stemmer is taken into the bundle: its package would bring database clients along.
  noExternal: [/^natural\//],
})
