import { doctest } from 'vite-plugin-doctest'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [doctest({ markdownSetup: '' })],
  test: {
    include: ['test/**/*.test.ts'],
    includeSource: ['src/**/*.ts'],
    pool: 'threads',
  },
})
