/**
 * Direction of imports: core <- text <- reward folders <- adapters <- presets <- cli. An arrow points at what may be imported.
 * `docs/adr/0002-layout-and-imports.md` says why; `test/house/imports.test.ts` proves that each rule bites.
 */

const REWARDS = '(format|accuracy|shaping|lpips|recaption|spice|text-image-matching|grpo)'
const FP_TS = '(^|/)node_modules/fp-ts/'
const NATURAL = '(^|/)node_modules/natural/'

/** What a folder may import from src, and which packages. Node's own modules are judged apart. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: to, dependencyTypesNot: ['core'] },
})

/** A package that belongs to certain folders. */
const home = (name, module, folders, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^(src|bench|scripts)/', pathNot: folders },
  to: { path: module },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no order to read it in.',
      from: {},
      to: { circular: true },
    },
    only('core-imports-fp-ts-alone', '^src/core/', ['^src/core/', FP_TS], 'core knows fp-ts and itself.'),
    {
      name: 'core-no-node',
      severity: 'error',
      comment:
        '`cached` hashes content with node:crypto. Core touches no other part of Node: no file, no environment, no process.',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    only('text-imports-core', '^src/text/', ['^src/(core|text)/', FP_TS], 'text is what several text rewards share.'),
    {
      name: 'pure-folders-no-node',
      severity: 'error',
      comment: 'Text and the text rewards are functions of their arguments.',
      from: { path: '^src/(text|format|accuracy|shaping)/' },
      to: { dependencyTypes: ['core'] },
    },
    only(
      'rewards-stand-alone',
      `^src/${REWARDS}/`,
      ['^src/(core|text|$1)/', FP_TS, NATURAL, '(^|/)node_modules/@tensorflow/tfjs-core/'],
      'A reward folder imports core and text: never another reward, never an adapter.',
    ),
    only('facade-imports-core', '^src/score\\.ts$', ['^src/core/', FP_TS], 'The Promise façade stands on core.'),
    only(
      'root-stays-light',
      '^src/index\\.ts$',
      ['^src/(core|text|format|accuracy|shaping)/', '^src/score\\.ts$'],
      'Importing the root loads no package but fp-ts.',
    ),
    {
      name: 'adapters-below-presets',
      severity: 'error',
      comment: 'Adapters bring models to rewards; who uses which is decided above them.',
      from: { path: '^src/adapters/' },
      to: { path: '^src/(presets|cli|server|testing|index\\.ts|score\\.ts)' },
    },
    {
      name: 'models-know-files',
      severity: 'error',
      comment: 'Only adapters/onnx and cli import the model catalogue.',
      from: { path: '^src/', pathNot: '^src/(models|adapters/onnx|cli)/' },
      to: { path: '^src/models/' },
    },
    {
      name: 'presets-below-cli',
      severity: 'error',
      comment: 'Presets are the composition root; commands stand above them.',
      from: { path: '^src/presets/' },
      to: { path: '^src/(cli|server|testing)/' },
    },
    {
      name: 'cli-on-top',
      severity: 'error',
      comment: 'Nothing imports the commands.',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    only(
      'testing-imports-core',
      '^src/testing/',
      ['^src/(core|testing)/', FP_TS],
      'The kit for testing rewards knows core only.',
    ),
    home('onnxruntime-in-its-adapter', '(^|/)onnxruntime-', '^src/adapters/onnx/', 'One native package, one folder.'),
    home('sharp-in-its-adapter', '(^|/)sharp(/|$)', '^src/adapters/image/', 'One native package, one folder.'),
    home('tfjs-in-its-adapter', '(^|/)@tensorflow/', '^src/(adapters/tfjs|grpo)/', 'One native package, one folder.'),
    home(
      'natural-where-it-earns-its-place',
      '(^|/)natural(/|$)',
      '^(src/(accuracy|spice)|scripts)/',
      'natural is bundled.',
    ),
    {
      name: 'natural-by-deep-path',
      severity: 'error',
      comment: "natural's root takes 0.8 s, reads .env and brings database clients.",
      from: { path: '^(src|bench|scripts)/' },
      to: { path: '(^|/)natural(/|$)', pathNot: 'node_modules/natural/lib/natural/(stemmers|distance)/' },
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      comment: 'What ships does not import tests, scripts or examples.',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|examples)/' },
    },
    {
      name: 'no-development-package',
      severity: 'error',
      comment: 'A devDependency in src is missing for users. natural is bundled.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: NATURAL },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere. Optional native packages may be absent.',
      from: { path: '^(src|bench|scripts)/' },
      to: { couldNotResolve: true, pathNot: '^(onnxruntime-node|sharp|@tensorflow/tfjs-node-gpu)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|reports|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // An import of a type is an import: it says who must know whom.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
