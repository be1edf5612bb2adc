import { describe, expect, test } from 'vitest'
import { Gate } from '../../../../src/adapters/image/gate.js'

/** Work that ends when told to, and a list of what has begun. */
const stage = () => {
  const begun: Array<string> = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  return { begun, work, end: (name: string) => ends.get(name)!() }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('Gate', () => {
  test('lets in what fits, in the order of asking', async () => {
    const gate = new Gate(3)
    const { begun, work, end } = stage()
    const all = [
      gate.run(2, undefined, work('a')),
      gate.run(2, undefined, work('b')),
      // It would fit, but b was first.
      gate.run(1, undefined, work('c')),
    ]
    await settle()
    expect(begun).toEqual(['a'])
    end('a')
    await settle()
    expect(begun).toEqual(['a', 'b', 'c'])
    end('b')
    end('c')
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
  })

  test('lets in what weighs more than there is, alone', async () => {
    const gate = new Gate(3)
    const { begun, work, end } = stage()
    const small = gate.run(1, undefined, work('small'))
    const huge = gate.run(100, undefined, work('huge'))
    const after = gate.run(1, undefined, work('after'))
    await settle()
    expect(begun).toEqual(['small'])
    end('small')
    await settle()
    expect(begun).toEqual(['small', 'huge'])
    end('huge')
    await settle()
    end('after')
    await Promise.all([small, huge, after])
  })

  test('makes room after work that throws', async () => {
    const gate = new Gate(1)
    await expect(gate.run(1, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(gate.run(1, undefined, () => Promise.resolve('yes'))).resolves.toBe('yes')
  })

  test('does not begin what was cancelled while it waited', async () => {
    const gate = new Gate(1)
    const { begun, work, end } = stage()
    const controller = new AbortController()
    const first = gate.run(1, undefined, work('first'))
    const late = gate.run(1, controller.signal, work('late'))
    const last = gate.run(1, undefined, work('last'))
    controller.abort(new Error('enough'))
    await settle()
    end('first')
    await expect(late).rejects.toThrow('enough')
    await settle()
    end('last')
    await Promise.all([first, last])
    expect(begun).toEqual(['first', 'last'])
  })
})
