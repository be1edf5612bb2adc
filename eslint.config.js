import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Folders where failure is a value: no `throw`, no clock, no randomness. */
const REWARDS = [
  'format',
  'accuracy',
  'shaping',
  'image',
  'lpips',
  'ssim',
  'spice',
  'recaption',
  'text-image-matching',
  'clip',
  'bert-score',
  'grpo',
]
const PURE = ['core', 'text', 'formula', 'presets', ...REWARDS].map((folder) => `src/${folder}/**/*.ts`)

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }
const noBareExportAll = {
  selector: 'ExportAllDeclaration[exported=null]',
  message: 'List the names: an index is read.',
}
const noThrow = {
  selector: 'ThrowStatement',
  message:
    'Failure is a value here: answer with a RewardError. Exceptions live at the rim (src/score.ts, adapters, cli).',
}

const restrictedImports = {
  patterns: [
    {
      regex: '^fp-ts(?!/lib/[A-Za-z]+\\.js$)',
      message: "Write 'fp-ts/lib/X.js': the other form passes the compiler and fails in Node's ESM loader.",
    },
    {
      regex: '^natural(?!/lib/natural/.+\\.js$)',
      message: "natural by deep path ('natural/lib/natural/…/x.js') only: its root reads .env and prints to stdout.",
    },
  ],
}

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'reports/',
      '.stryker-tmp/',
      'node_modules/',
      'test/package/fixtures/',
      'test/deps/fixtures/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-imports': ['error', restrictedImports],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers and booleans print well; objects do not, and stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `1 + n` beside `while (true)`: loops that end by `return` are how scanners are written.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only an entry file ends the process.' },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, noBareExportAll],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    files: PURE,
    // They throw for functions that answer at once.
    ignores: ['src/spice/or-throw.ts', 'src/grpo/loss/rim/or-throw.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, noBareExportAll, noThrow],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only an entry file ends the process.' },
        { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
        { object: 'Date', property: 'now', message: 'The clock comes in as an argument.' },
      ],
    },
  },
  {
    // Options may come from JavaScript: they are checked where the types say that there is no need.
    files: REWARDS.map((folder) => `src/${folder}/**/*.ts`),
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
  {
    files: ['src/cli/corl.ts', 'src/cli/corl-bench.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  { files: ['src/**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts', '*.config.ts'],
    rules: {
      // Tests hand in what the types forbid, and read what came out.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-type-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      // Strings are taken apart by code point on purpose: that is what Python counts.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable', require: 'readonly' },
    },
  },
)
