import { freemem } from 'node:os'
import { showBytes } from '../../models/show.js'
import type { Obstacle } from '../obstacle.js'
import { BYTES_A_NUMBER, type Shape, showShape } from './numbers.js'

/** Beside the logits: the program, and the copies that measure the memory. In bytes. */
const BESIDE = 5e8

/** Why so many logits are not to be made here: the memory has no room to spare. */
export const roomForLogits = (shape: Shape, freeBytes = free()): Obstacle | undefined => {
  const bytes = BYTES_A_NUMBER * shape.reduce((product, size) => product * size, 1)
  if (freeBytes >= bytes + BESIDE) return undefined
  const reason = `logits ${showShape(shape)} of ${showBytes(bytes)} need ${showBytes(bytes + BESIDE)} of memory, and ${showBytes(freeBytes)} are free`
  return { reason, command: null }
}

/** What the machine has left, or this process's share of it. */
const free = (): number => Math.min(freemem(), process.availableMemory())
