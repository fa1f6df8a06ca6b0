// A mail address from outside, also an international one: `müller@bücher.example`.

import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** RFC 5321, 4.5.3.1: octets of the local part, and of the whole address. */
const limits = { localPart: 64, address: 254 } as const;

/** A dot-atom (RFC 5322) in which letters of every script are allowed (RFC 6531). Quoted local parts are not. */
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const localPart = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const domainChars = /^[\p{L}\p{M}\p{N}.-]+$/u;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const topLabel = /^[a-z][a-z0-9-]+$/;

/** A valid address, in Unicode's composed form (NFC): the same address always has the same spelling. */
export const mailAddress: z.ZodType<string> = z
  .string()
  .max(limits.address, 'must be a mail address')
  .refine(isMailAddress, 'must be a mail address')
  .transform((address) => address.normalize('NFC'));

function isMailAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  if (Buffer.byteLength(address) > limits.address || Buffer.byteLength(local) > limits.localPart) return false;
  return localPart.test(local) && isDomain(domain);
}

/** A domain name of at least two labels, each of which DNS can carry. */
function isDomain(domain: string): boolean {
  if (!domainChars.test(domain)) return false;
  const labels = domainToASCII(domain).split('.');
  return labels.length >= 2 && labels.every((one) => label.test(one)) && topLabel.test(labels.at(-1) ?? '');
}
