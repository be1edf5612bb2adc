import { defineConfig } from 'tsup'

// Declarations come from tsc (tsconfig.build.json), a file each: bundled ones turn a namespace of types into invalid TypeScript.
export default defineConfig({
  // The entry points of the exports map, and the commands.
  entry: {
    index: 'src/index.ts',
    'core/index': 'src/core/index.ts',
    'format/index': 'src/format/index.ts',
    'accuracy/index': 'src/accuracy/index.ts',
    'shaping/index': 'src/shaping/index.ts',
    'image/index': 'src/image/index.ts',
    'lpips/index': 'src/lpips/index.ts',
    'ssim/index': 'src/ssim/index.ts',
    'spice/index': 'src/spice/index.ts',
    'recaption/index': 'src/recaption/index.ts',
    'text-image-matching/index': 'src/text-image-matching/index.ts',
    'clip/index': 'src/clip/index.ts',
    'bert-score/index': 'src/bert-score/index.ts',
    'grpo/index': 'src/grpo/index.ts',
    'models/index': 'src/models/index.ts',
    'presets/index': 'src/presets/index.ts',
    'testing/index': 'src/testing/index.ts',
    'cli/corl': 'src/cli/corl.ts',
    'cli/corl-bench': 'src/cli/corl-bench.ts',
    'cli/bench-worker': 'src/cli/bench-worker.ts',
  },
  format: ['esm'],
  target: 'node20',
  platform: 'node',
  splitting: true,
  treeshake: true,
  clean: true,
  dts: false,
  sourcemap: false,
  removeNodeProtocol: false,
  // Optional packages, which tsup would otherwise take into the bundle.
  external: ['onnxruntime-node', 'sharp', /^@tensorflow\//, 'webgpu'],
  // Read by scripts/check-notices.ts; stays out of the tarball.
  metafile: true,
  // Only natural's stemmer is taken into the bundle: its package would bring database clients along.
  noExternal: [/^natural\//],
})
