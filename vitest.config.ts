import path from 'node:path'
import { doctest } from 'vite-plugin-doctest'
import { configDefaults, defineConfig } from 'vitest/config'

const source = path.join(import.meta.dirname, 'src')

export default defineConfig({
  plugins: [doctest({ markdownSetup: '' })],
  resolve: {
    // Snippets of the documents import the published names.
    alias: [
      { find: /^corl-rewards$/, replacement: path.join(source, 'index.ts') },
      { find: /^corl-rewards\/([a-z-]+)$/, replacement: path.join(source, '$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Checks of the tarball and of the house's own rules: npm run test:package.
    exclude: [...configDefaults.exclude, 'test/package/**', 'test/house/**'],
    includeSource: ['src/**/*.ts', 'README.md', 'docs/**/*.md'],
    pool: 'threads',
    // Formula weights are written once, and nothing of the user's is read.
    env: { CORL_HOME: path.join(import.meta.dirname, 'node_modules/.cache/corl-rewards') },
    // Commands and examples are run as users run them: from dist.
    globalSetup: ['test/built.ts'],
  },
})
