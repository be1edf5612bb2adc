/**
 * A program that loads onnxruntime and says what of it works. It runs in a process of its own, where a native build that crashes or
 * hangs harms nothing.
 */
export const onnxProbe = {
  package: 'onnxruntime-node',
  neededBy: 'rewards of images',
  namesAreParts: true,
  /**
   * Arguments: the file to load; the name of an execution provider, or nothing to list them. A model of one Identity node is put
   * through the provider. Answers in a line of JSON behind a mark, since native code prints what it likes.
   */
  program: `
const [file, provider] = process.argv.slice(1)
const say = (answer) => process.stdout.write('\\n@corl ' + JSON.stringify(answer) + '\\n')
const ort = require(file)
if (provider === undefined) say({ names: ort.listSupportedBackends().map(({ name }) => name) })
else {
  const model = Buffer.from('CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEA0=', 'base64')
  ort.InferenceSession.create(model, { executionProviders: [provider], logSeverityLevel: 4 })
    .then(async (session) => {
      const { y } = await session.run({ x: new ort.Tensor('float32', [2], [1]) })
      if (y.data[0] !== 2) throw new Error('gave ' + y.data[0] + ' for 2')
      say({ names: [provider] })
    })
    .catch((cause) => say({ error: String(cause.message) }))
}
`,
} as const
