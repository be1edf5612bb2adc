import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.js'

/** The tests that a mutant of core, format or accuracy can fail: no command is started, nothing is built. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [
        'test/docs/**',
        'test/device/**',
        'test/examples/**',
        'test/cli/**',
        'test/unit/cli/**',
        'test/bench/**',
        'test/unit/presets/**',
      ],
    },
  }),
)
