// Finds the ICC profile of a picture (JPEG: ICC.1:2010, B.4; PNG third edition, 11.3.2.3; WebP: RFC 9649, 2.7.1.4).

import { inflateSync } from 'node:zlib';
import type { SourceType } from '../../pictures/headers/header-result';
import { nextMarker, standsAlone } from '../../pictures/headers/jpeg-markers';
import { readWebpLayout } from '../../pictures/headers/webp-layout';

/** Profiles of printing presses have up to 3 MB; what is larger is ignored. */
const mostBytes = 4 * 1024 * 1024;
/** The header of every profile, with a signature at 36 (ICC.1:2010, 7.2). */
const headerBytes = 128;
const iccSignature = 'ICC_PROFILE\0';
/** Signature, number and count. */
const iccHeadBytes = iccSignature.length + 2;
const startOfScan = 0xda;
const app2 = 0xe2;

/**
 * The profile's bytes; undefined when there is none, or when it is incomplete, too large, or lacks the signature of
 * profiles. The rest of its content is not checked.
 */
export function embeddedProfile(file: Uint8Array, type: SourceType): Uint8Array | undefined {
  const found = { jpeg: profileOfJpeg, png: profileOfPng, webp: profileOfWebp, gif: () => undefined }[type](file);
  if (!found || found.length < headerBytes || found.length > mostBytes) return undefined;
  return textAt(found, 36, 4) === 'acsp' ? found : undefined;
}

/** In parts, each with its number and how many there are. */
function profileOfJpeg(file: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let count = 0;
  for (let at = 2; ; ) {
    const found = nextMarker(file, at);
    if (!found || found.code === startOfScan) break;
    at = found.segmentAt;
    if (standsAlone(found.code)) continue;
    const length = (file[at] ?? 0) * 256 + (file[at + 1] ?? 0);
    const body = file.subarray(at + 2, at + Math.max(2, length));
    at += Math.max(2, length);
    if (found.code !== app2 || body.length <= iccHeadBytes || textAt(body, 0, 12) !== iccSignature) continue;
    const number = body[12] ?? 0;
    count = body[13] ?? 0;
    parts[number - 1] ??= body.subarray(iccHeadBytes);
  }
  const whole = Array.from({ length: count }, (_, index) => parts[index]);
  return whole.every((part) => part !== undefined) ? Buffer.concat(whole) : undefined;
}

function profileOfPng(file: Uint8Array): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const type = textAt(file, at + 4, 4);
    if (type === 'IDAT') return undefined;
    if (type === 'iCCP') return inflated(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return undefined;
}

/** The body of an iCCP chunk: a name of at most 79 bytes, a zero, the method 0, the compressed profile. */
function inflated(body: Uint8Array): Uint8Array | undefined {
  const nameEnd = body.indexOf(0);
  if (nameEnd < 1 || nameEnd > 79 || body[nameEnd + 1] !== 0) return undefined;
  try {
    return inflateSync(body.subarray(nameEnd + 2), { maxOutputLength: mostBytes });
  } catch {
    // Damaged or too large: pictures are shown without such a profile, as in browsers.
    return undefined;
  }
}

function profileOfWebp(file: Uint8Array): Uint8Array | undefined {
  const layout = readWebpLayout(file);
  return typeof layout === 'string' ? undefined : layout.profile;
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at)).toString('latin1');
}
