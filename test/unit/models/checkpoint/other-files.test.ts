import { expect, test } from 'vitest'
import { refusal } from './read.js'

test.each<[string, Uint8Array | string, RegExp]>([
  ['an empty file', '', /an empty file; pull it again/],
  ['one byte', 'P', /1 bytes; pull it again/],
  ['a web page', '<!DOCTYPE html>\n<html><body>404 Not Found</body></html>', /web page.*pull it again/],
  ['a web page with blanks before it', '\n  <html lang="en">', /web page/],
  ['an error as XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', /web page/],
  ['an error as JSON', '{"error":"Repository not found"}', /JSON.*pull it again/],
  [
    'a Git LFS pointer',
    `version https://git-lfs.example/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`,
    /Git LFS pointer.*git lfs pull/,
  ],
  ['gzip', Buffer.from('1f8b0800000000000003', 'hex'), /gzip/],
  ['a NumPy array', Buffer.from('\x93NUMPY\x01\x00', 'latin1'), /NumPy/],
  ['HDF5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), /HDF5/],
  ['GGUF', 'GGUF\x03\x00\x00\x00', /GGUF/],
  ['tar', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(250)]), /tar/],
  ['noise', Buffer.alloc(4_096, 0xa5), /begins like neither/],
  ['zeros', Buffer.alloc(4_096), /begins like neither/],
])('%s is told for what it is', (_, content, says) => {
  expect(refusal(Buffer.from(content)).received).toMatch(says)
})
