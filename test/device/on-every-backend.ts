/**
 * One suite on each backend of tfjs that opens here. Those that do not are counted as skipped tests, and printed with the reason; those of
 * `CORL_EXPECT_BACKENDS` (names, parted by commas) have to open.
 */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type BackendName, BACKENDS } from '../../src/adapters/tfjs/backend-name.js'
import { pickBackend, type PickedBackend } from '../../src/adapters/tfjs/pick-backend.js'

interface Present {
  readonly name: BackendName
  readonly picked: PickedBackend
}

interface Absent {
  readonly name: BackendName
  readonly reason: string
}

const look = async (name: BackendName): Promise<Present | Absent> => {
  const answer = await pickBackend({ prefer: name })()
  if (answer._tag === 'Left') return { name, reason: answer.left._tag }
  const { right: picked } = answer
  if (picked.backend === name) return { name, picked }
  return { name, reason: picked.tried.find((other) => other.name === name)?.reason ?? 'not found' }
}

const lookForAll = async (): Promise<ReadonlyArray<Present | Absent>> => {
  const found = []
  for (const name of BACKENDS) found.push(await look(name))
  return found
}

const found = await lookForAll()

const expected = (process.env['CORL_EXPECT_BACKENDS'] ?? '').split(',').filter((name) => name !== '')
const unknown = expected.filter((name) => !BACKENDS.some((known) => known === name))
if (unknown.length > 0)
  throw new Error(`expected some of ${BACKENDS.join(', ')} for \`CORL_EXPECT_BACKENDS\`, got ${unknown.join(', ')}`)

/**
 * Registers the suite once for each backend, which is set when its tests run.
 *
 * @param register - Registers the tests; the backend's name is for what differs between them.
 */
export const onEveryBackend = (title: string, register: (backend: BackendName) => void): void => {
  afterAll(() => {
    for (const one of found)
      console.info(
        'picked' in one
          ? `device ${title}: ran on ${one.name}, ${one.picked.device}`
          : `device ${title}: skipped on ${one.name}: ${one.reason}`,
      )
  })
  for (const one of found) {
    if (!('picked' in one)) {
      test.skipIf(!expected.includes(one.name))(`${title} on ${one.name}: ${one.reason}`, () => {
        throw new Error(`${one.name} was expected here (\`CORL_EXPECT_BACKENDS\`): ${one.reason}`)
      })
      continue
    }
    describe(`${title} on ${one.name}`, () => {
      beforeAll(async () => {
        if (!(await tf.setBackend(one.picked.registered)))
          throw new Error(`${one.name} opened before, and does not now`)
      })
      register(one.name)
    })
  }
}
