/** Programs of a user, as text: they run in the folder the tarball is installed in. */

/** Scores every reward of the registry that is there with its own example; prints id -> outcome, or the error of a Left. */
export const SCORE_ALL = `
import { fromSpec, registry } from 'corl-rewards/presets'
const outcomes = {}
for (const entry of registry.values()) {
  if (entry.status !== 'available' || entry.example === undefined) continue
  const loaded = await fromSpec(entry.example.spec)()
  const scored = loaded._tag === 'Left' ? loaded : await loaded.right.score([entry.example.sample])()
  outcomes[entry.id] = scored._tag === 'Left' ? scored.left : scored.right[0]
  if (loaded._tag === 'Right') await loaded.right[Symbol.asyncDispose]?.()
}
console.log(JSON.stringify(outcomes))
`

/** Loads every reward that is planned; prints id -> error. */
export const LOAD_PLANNED = `
import { fromSpec, registry } from 'corl-rewards/presets'
const errors = {}
for (const entry of registry.values()) {
  if (entry.status !== 'planned') continue
  const loaded = await fromSpec(entry.id)()
  errors[entry.id] = loaded._tag === 'Left' ? loaded.left : 'loaded'
}
console.log(JSON.stringify(errors))
`

/** The façade from an ES module. */
export const ESM = `
import { format, score } from 'corl-rewards'
console.log(JSON.stringify(await score(format(), [{ completion: '<think>2 + 2</think><answer>4</answer>' }])))
`

/** The same from CommonJS. */
export const CJS = `
const { format, score } = require('corl-rewards')
score(format(), [{ completion: '<think>2 + 2</think><answer>4</answer>' }]).then((outcomes) => console.log(JSON.stringify(outcomes)))
`

/** How long the root takes to import, in milliseconds, in this process that has nothing else to do. */
export const TIME_ROOT = `
const before = performance.now()
await import('corl-rewards')
console.log(JSON.stringify(performance.now() - before))
`

/** The modules that importing \`entry\` loads, as told by a loader hook, and the shared libraries of the process. */
export const modulesLoadedBy = (entry: string): string => `
import { register } from 'node:module'
import { MessageChannel } from 'node:worker_threads'
const hook = \`
let port
export const initialize = (data) => { port = data.port }
export const load = async (url, context, next) => {
  port.postMessage(url)
  return next(url, context)
}
\`
const { port1, port2 } = new MessageChannel()
const urls = []
port1.on('message', (url) => urls.push(url))
register('data:text/javascript,' + encodeURIComponent(hook), { parentURL: import.meta.url, data: { port: port2 }, transferList: [port2] })
await import('${entry}')
await new Promise((resolve) => setTimeout(resolve, 50))
port1.close()
// What CommonJS loads passes the hook by: its cache tells.
const { createRequire } = await import('node:module')
urls.push(...Object.keys(createRequire(import.meta.url).cache).map((file) => 'file://' + file))
process.report.excludeNetwork = true
const native = process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node'))
console.log(JSON.stringify({ urls, native }))
`

/** Imports SPICE, scores, and prints the data files read on import and by the first and the second call. */
export const SPICE_READS = `
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const { readFileSync } = fs
let files = []
fs.readFileSync = (file, ...rest) => {
  if (String(file).endsWith('.bin')) files.push(String(file).replace(/.*[\\\\/]/, ''))
  return readFileSync(file, ...rest)
}
syncBuiltinESMExports()
const taken = () => files.splice(0).sort()
const { spice } = await import('corl-rewards/spice')
const onImport = taken()
const { f } = spice('A man is riding a horse.', 'A man is riding a horse.')
const first = taken()
spice('A dog.', 'A dog runs.')
console.log(JSON.stringify({ f, onImport, first, second: taken() }))
`

/** Takes SPICE's parser away, scores, puts it back and scores again; prints what was thrown, the Left of the reward, and the score. */
export const SPICE_WITHOUT_DATA = `
import { renameSync } from 'node:fs'
import { spice, spiceReward } from 'corl-rewards/spice'
const parser = 'node_modules/corl-rewards/data/spice/parser.bin'
renameSync(parser, parser + '.away')
let thrown
let left
try {
  spice('A dog.', 'A dog.')
} catch (exception) {
  thrown = exception.error
} finally {
  left = (await spiceReward().score([{ caption: 'A dog.', prompt: 'A dog.' }])()).left
  renameSync(parser + '.away', parser)
}
console.log(JSON.stringify({ thrown, left, f: spice('A dog runs.', 'A dog runs.').f }))
`
