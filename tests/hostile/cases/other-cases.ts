// Cases of files that are not supported pictures, whatever their content type.

import { type HostileCase, refused } from '../hostile-case';

const script = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>';

const files: [name: string, content: Buffer, contentType?: string][] = [
  ['nothing at all', Buffer.alloc(0)],
  ['one byte', Buffer.from([0xff])],
  ['text that is called a JPEG', Buffer.from('No picture, whatever its name says.\n'.repeat(50))],
  ['SVG', Buffer.from(script), 'image/svg+xml'],
  ['SVG after an XML head', Buffer.from(`<?xml version="1.0"?>\n${script}`), 'image/svg+xml'],
  ['HTML that is called a PNG', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/png'],
  ['PDF', Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'), 'application/pdf'],
  ['ZIP', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(500)])],
  ['BMP', Buffer.concat([Buffer.from('BM', 'latin1'), Buffer.alloc(200)]), 'image/bmp'],
  ['TIFF', Buffer.concat([Buffer.from('II*\0', 'latin1'), Buffer.alloc(200)]), 'image/tiff'],
  ['AVIF', boxes('avif'), 'image/avif'],
  ['HEIC', boxes('heic'), 'image/heic'],
  ['MP4', boxes('isom'), 'video/mp4'],
  ['WAV, which begins like a WebP', Buffer.from('RIFF\x40\0\0\0WAVEfmt ', 'latin1')],
  ['a program', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(1000)])],
  ['a megabyte of zeros', Buffer.alloc(1 << 20)],
];

export const otherCases: HostileCase[] = files.map(([name, content, contentType]) =>
  refused(name, 'PICTURE.UNSUPPORTED_TYPE', () => content, contentType),
);

/** The first box of an ISO media file. */
function boxes(brand: string): Buffer {
  return Buffer.concat([Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1${brand}`, 'latin1'), Buffer.alloc(300)]);
}
