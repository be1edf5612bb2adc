import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts', 'test/house/**/*.test.ts'],
    globalSetup: ['test/package/pack.ts'],
    pool: 'forks',
    // Each file installs the tarball somewhere: npm's cache is shared, so one at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
