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
    // Checks of the tarball and of the house's own rules: npm run test:package.
    exclude: [...configDefaults.exclude, 'test/package/**', 'test/house/**'],
    // Formula weights are written once, and nothing of the user's is read.
    env: { CORL_HOME: path.join(import.meta.dirname, 'node_modules/.cache/corl-rewards') },
    projects: [
      {
        extends: true,
        test: {
          name: 'corl',
          include: ['test/**/*.test.ts'],
          exclude: ['test/device/**'],
          includeSource: ['src/**/*.ts', 'README.md', 'docs/**/*.md'],
          pool: 'threads',
          // Commands and examples are run as users run them: from dist.
          globalSetup: ['test/built.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'device',
          include: ['test/device/**/*.test.ts'],
          // A process a file: drivers read its environment, its memory is its own, and one that a driver ends is not all.
          pool: 'forks',
          execArgv: ['--expose-gc'],
          globalSetup: ['test/device/software-vulkan.ts'],
        },
      },
    ],
  },
})
