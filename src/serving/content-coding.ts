// Which coding of a body a client is sent (RFC 9110, 12.5.3): the smallest that it accepts.

export type ContentCoding = 'br' | 'gzip' | 'identity';

/** @param available codings besides `identity`, the smallest first. */
export function contentCoding(
  acceptEncoding: string | null,
  available: readonly Exclude<ContentCoding, 'identity'>[],
): ContentCoding {
  const weights = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((one) => one.startsWith('q='));
      return [name, quality === undefined ? 1 : Number(quality.slice(2))] as const;
    }),
  );
  const accepts = (coding: string) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
  return available.find(accepts) ?? 'identity';
}
