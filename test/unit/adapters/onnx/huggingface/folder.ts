import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { afterAll } from 'vitest'
import type { ModelFolder } from '../../../../../src/adapters/onnx/huggingface/read-json.js'
import { type RewardError, showError } from '../../../../../src/core/error.js'

const folders: Array<string> = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A folder of a model with these files; objects are written as JSON. It goes when the tests of its file are over. */
export const modelFolder = (files: Readonly<Record<string, unknown>>): ModelFolder => {
  const folder = mkdtempSync(path.join(tmpdir(), 'corl-model-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { path: folder, reward: 'recaption', install: 'get it' }
}

export const right = <A>(result: Either<RewardError, A>): A => {
  if (isLeft(result)) throw new Error(showError(result.left))
  return result.right
}

export const left = <A>(result: Either<RewardError, A>): RewardError => {
  if (isRight(result)) throw new Error('it was accepted')
  return result.left
}
