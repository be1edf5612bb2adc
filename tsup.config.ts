import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'core/index': 'src/core/index.ts',
    'format/index': 'src/format/index.ts',
    'accuracy/index': 'src/accuracy/index.ts',
    'shaping/index': 'src/shaping/index.ts',
    'presets/index': 'src/presets/index.ts',
    'testing/index': 'src/testing/index.ts',
    'cli/corl': 'src/cli/corl.ts',
    'cli/corl-bench': 'src/cli/corl-bench.ts',
  },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  treeshake: true,
  clean: true,
  dts: true,
  sourcemap: false,
  // Only natural's stemmer is taken into the bundle: its package would bring database clients along.
  noExternal: [/^natural\//],
})
