/** Writes schema/reward.schema.json, which ships, from the schemas that validate specs. `npm run schema` */
import { mkdirSync, writeFileSync } from 'node:fs'
import { rewardJsonSchema } from '../src/presets/index.js'

const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('reward.schema.json', folder), `${JSON.stringify(rewardJsonSchema(), null, 2)}\n`)
