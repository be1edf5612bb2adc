/** A folder of generated images, held against the prompts they were asked for with and the real images: R_cycle, picture by picture. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { score, showError, valueOf } from 'corl-rewards'
import { fromSpec } from 'corl-rewards/presets'

const folder = process.argv[2] ?? fileURLToPath(new URL('pictures', import.meta.url))

// No checkpoint: (SSIM + SPICE of a caption that is given) / 2. With `corl models pull lpips-vgg blip-base` this line is 'corl/cycle',
// the paper's reward, and prompts.json needs no captions: BLIP writes them.
const spec = 'corl/cycle-lite'

const texts = JSON.parse(await readFile(`${folder}/prompts.json`, 'utf8')) as Record<string, object>
const names = Object.keys(texts)
const samples = names.map((name) => ({
  ...texts[name],
  image: `${folder}/generated/${name}`,
  reference: `${folder}/real/${name}`,
}))

const loaded = await fromSpec(spec)()
if (E.isLeft(loaded)) throw new Error(showError(loaded.left))
const reward = loaded.right
for (const [i, outcome] of (await score(reward, samples)).entries()) {
  if (outcome._tag === 'Failed') console.log(names[i], showError(outcome.error))
  if (outcome._tag === 'Skipped') console.log(names[i], outcome.reason.message)
  if (outcome._tag !== 'Scored') continue
  const parts = Object.entries(outcome.parts ?? {}).map(([name, part]) => `${name} ${valueOf(part)?.toFixed(3)}`)
  console.log(names[i], outcome.value.toFixed(3), `(${parts.join(', ')})`)
}
// What has a network is freed when nothing more is to be scored.
await reward[Symbol.asyncDispose]?.()

// Output:
// ball.png 0.784 (R_SSIM 0.901, R_SPICE 0.667)
// dog.png 0.700 (R_SSIM 0.854, R_SPICE 0.545)
// house.png 0.580 (R_SSIM 0.909, R_SPICE 0.250)
