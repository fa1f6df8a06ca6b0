// A product's picture in a frame that has its size from the start. Until the picture is there its ThumbHash is shown.

import { useEffect, useRef } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import type { ProductPicture } from '../../../client/api-types';

export interface ProductImageProps {
  picture: ProductPicture | undefined;
  sizes: string;
  alt?: string;
  isFirst?: boolean;
}

export function ProductImage({ picture, sizes, alt = '', isFirst = false }: ProductImageProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const placeholder = picture?.placeholder;
  useEffect(() => {
    if (placeholder === undefined || !frame.current) return;
    const bytes = Uint8Array.from(atob(placeholder), (one) => one.charCodeAt(0));
    frame.current.style.backgroundImage = `url(${thumbHashToDataURL(bytes)})`;
  }, [placeholder]);
  return (
    <span class="frame" ref={frame}>
      {picture && (
        <picture>
          {picture.sources.map(({ contentType, srcset }) => (
            <source key={contentType} type={contentType} srcset={srcset} sizes={sizes} />
          ))}
          <img
            alt={alt}
            src={picture.renditions.find(({ contentType }) => contentType === 'image/jpeg')?.url ?? ''}
            srcset={picture.srcset}
            sizes={sizes}
            loading={isFirst ? 'eager' : 'lazy'}
            width={400}
            height={400}
          />
        </picture>
      )}
    </span>
  );
}
