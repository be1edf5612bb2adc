/**
 * Direction of imports: core <- text, image <- reward folders <- adapters <- presets <- cli. An arrow points at what may be imported.
 * The index of a folder that needs a native package or a model (lpips, recaption, grpo, ...) is an entry point: it joins the pure part with its adapter.
 * `docs/adr/0002-layout-and-imports.md` says why; `test/house/imports.test.ts` proves that each rule bites.
 */

const REWARDS = '(format|accuracy|shaping|lpips|ssim|recaption|spice|text-image-matching|clip|bert-score|grpo)'
const JOINT = '^src/(image|lpips|spice|recaption|text-image-matching|clip|bert-score|grpo)/index\\.ts$'
const FP_TS = '(^|/)node_modules/fp-ts/'
const NATURAL = '(^|/)node_modules/natural/'

/** What reads the data that ship with SPICE, and what throws for functions that answer at once (a value, a tensor to take gradients through). */
const RIM = '^src/(spice/(shipped-data|or-throw)|grpo/loss/rim/or-throw)\\.ts$'

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
      ...only(
        'image-imports-core',
        '^src/image/',
        ['^src/(core|image)/', FP_TS],
        'image is what several rewards of images share.',
      ),
      from: { path: '^src/image/', pathNot: JOINT },
    },
    only('formula-imports-image', '^src/formula/', ['^src/(image|formula)/'], 'Made-up pixels and weights, no more.'),
    {
      name: 'pure-folders-no-node',
      severity: 'error',
      comment: 'Text, images and the rewards are functions of their arguments.',
      from: {
        path: '^src/(text|image|formula|format|accuracy|shaping|lpips|ssim|spice|recaption|text-image-matching|clip|bert-score|grpo/(advantages|masks|loss))/',
        pathNot: `${JOINT}|${RIM}`,
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      ...only(
        'rewards-stand-alone',
        '',
        ['^src/(core|text|image|$1)/', FP_TS, NATURAL, '(^|/)node_modules/@tensorflow/tfjs-core/'],
        'A reward folder imports core, text and image: never another reward, never an adapter.',
      ),
      from: { path: `^src/${REWARDS}/`, pathNot: `${JOINT}|${RIM}` },
    },
    {
      ...only(
        'rim-adds-files-and-exceptions',
        RIM,
        ['^src/(core|spice|grpo)/', '^src/score\\.ts$', FP_TS],
        'The rim of a folder adds files and exceptions, and no other folder.',
      ),
      to: {
        pathNot: ['^src/(core|spice|grpo)/', '^src/score\\.ts$', FP_TS, '^(node:)?(fs|module)$'],
      },
    },
    {
      name: 'joints-join-their-adapter',
      severity: 'error',
      comment: 'The entry point of a folder with an adapter adds that adapter, and nothing above.',
      from: { path: JOINT },
      to: {
        path: '^src/',
        pathNot: '^src/(core|text|image|lpips|spice|recaption|text-image-matching|clip|bert-score|grpo|adapters)/',
      },
    },
    {
      name: 'joints-are-for-users',
      severity: 'error',
      comment: 'Inside the house the files themselves are imported: an entry point would bring the adapter along.',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: JOINT },
    },
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
      to: { path: '^src/((presets|cli|server|testing)/|index\\.ts$)' },
    },
    {
      name: 'models-know-files',
      severity: 'error',
      comment:
        'Only the adapters of networks and of files of tensors, and cli, import models; whoever asks a server may wait between tries as downloads do.',
      from: { path: '^src/', pathNot: '^src/(models|adapters/(onnx|tensors)|cli)/' },
      to: { path: '^src/models/', pathNot: '^src/models/fetch/back-off\\.ts$' },
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
    home(
      'onnxruntime-in-its-adapter',
      '(^|/)onnxruntime-',
      '^(src/adapters/onnx/|bench/)',
      'One native package, one folder; benchmarks measure it.',
    ),
    home(
      'sharp-in-its-adapter',
      '(^|/)sharp(/|$)',
      '^(src/adapters/image/|bench/)',
      'One native package, one folder; benchmarks measure beside it.',
    ),
    home(
      'tfjs-in-its-adapter',
      '(^|/)@tensorflow/',
      '^(src/(adapters/tfjs|grpo)/|bench/)',
      'One native package, one folder; benchmarks measure it.',
    ),
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
