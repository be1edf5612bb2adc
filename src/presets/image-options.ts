import { z } from 'zod'
import { isHost } from '../adapters/image/host.js'
import { LONGEST_TIMER_MS } from '../core/abort.js'
import { optional } from './entry.js'

const count = z.number().int().min(1)
const byte = z.number().int().min(0).max(255)

/** Neither pattern nor wildcard: each host is named. That private addresses be reached is for code to say, not for data. */
const http = z.strictObject({
  hosts: z
    .array(z.string().refine(isHost, "a host, as 'images.example.com' or 'images.example.com:8443'"))
    .max(1000)
    .meta({ description: 'whose URLs may be fetched, each named; with a port where it is not that of the scheme' }),
  maxBytes: optional(count, 'of an answer; default: that of images'),
  timeoutMs: optional(count.max(LONGEST_TIMER_MS), 'for a URL as a whole', 10_000),
})

/** The option of every reward that reads images: how they are read. */
export const images = optional(
  z.strictObject({
    maxPixels: optional(count, 'width times height; a larger image fails unread', 2 ** 24),
    maxBytes: optional(count, 'of the encoded image', 20_000_000),
    orientation: optional(
      z.enum(['stored', 'exif']),
      "'stored': pixels as they lie in the file, as Pillow does; 'exif': turned as the tag says",
      'stored',
    ),
    alpha: optional(
      z.union([z.literal('drop'), z.strictObject({ over: z.tuple([byte, byte, byte]) })], {
        error: "'drop' or {over: [r, g, b]} of bytes",
      }),
      "'drop': alpha is left out, as Pillow does; {over: [r, g, b]}: the image is laid over that colour",
      'drop',
    ),
    http: optional(http, 'lets http and https URLs be fetched from the hosts it names; without it none is'),
  }),
  'how images are read: limits, orientation, alpha, hosts that may be asked (docs/images.md)',
)
