// Which renditions a picture gets: sizes, what each is made from, and names.

import { promisedSizes } from '../../../scripts/demo/picture-steps';
import {
  isRenditionFile,
  pictureSources,
  planRenditions,
  renditionFile,
  renditionSizes,
  renditionsVersion,
  renditionUrl,
  srcset,
} from '../../../src/pictures/renditions';

const { large, medium, small, thumb } = renditionSizes;

/** What has to be done beside renditionSizes when a shop shall show other sizes. */
const hint = `The sizes are a public promise. To change one, change renditionSizes and in the same commit
  1. raise renditionsVersion, so that "POST /admin/pictures/reprocess" finds the pictures that are outdated,
  2. change promisedSizes in scripts/demo/picture-steps.ts, by which demo, smoke and end-to-end tests look from outside,
  3. say so in CHANGELOG.md and docs, and measure: npm run bench:pictures,
  4. write the new sizes and the new version here.`;

test('the sizes are those that the shop has promised; to change one, read the hint in this test', () => {
  const promised = { version: 2, sizes: { large: 1600, medium: 800, small: 400, thumb: 200 } };
  const found = { version: renditionsVersion, sizes: { ...renditionSizes } };
  expect({ hint, ...found }).toEqual({ hint, ...promised });
  expect({ hint, sizes: promisedSizes }).toEqual({ hint, sizes: found.sizes });
});

/** `name<from width×height` of each planned rendition. */
function plan(width: number, height: number): string[] {
  return planRenditions(width, height).map(({ name, from, width, height }) => `${name}<${from} ${width}×${height}`);
}

/** As the plan says it, for a picture that is `ratio` times as high as it is wide; the thumb is made from `thumbFrom`. */
function planned(ratio: number, widths: [number, number, number], thumbFrom: string, side: number = thumb): string[] {
  const [atLarge, atMedium, atSmall] = widths.map((width) => `${width}×${Math.max(1, Math.round(width * ratio))}`);
  return [
    `large<source ${atLarge}`,
    `medium<large ${atMedium}`,
    `small<medium ${atSmall}`,
    `thumb<${thumbFrom} ${side}×${side}`,
  ];
}

describe('the plan of renditions', () => {
  const all: [number, number, number] = [large, medium, small];
  const wide = 2.5 * large;

  it('makes each from the next larger one', () => {
    expect(plan(wide, 0.75 * wide)).toEqual(planned(3 / 4, all, 'small'));
  });

  it('keeps the proportions of a portrait', () => {
    expect(plan(0.75 * wide, wide)).toEqual(planned(4 / 3, all, 'small'));
  });

  it('enlarges nothing', () => {
    const between = (small + medium) / 2;
    expect(plan(between, between / 2)).toEqual(planned(1 / 2, [between, between, small], 'small'));
    const less = thumb / 2;
    expect(plan(thumb, less)).toEqual(planned(1 / 2, [thumb, thumb, thumb], 'small', less));
    expect(plan(1, 1)).toEqual(planned(1, [1, 1, 1], 'small', 1));
  });

  it('makes the thumb of a wide picture from a rendition that is high enough', () => {
    const thumbOf = (width: number, rendition: number) => plan(width, Math.ceil((thumb * width) / rendition)).at(-1);
    expect(thumbOf(wide, medium)).toBe(`thumb<medium ${thumb}×${thumb}`);
    expect(thumbOf(wide, large)).toBe(`thumb<large ${thumb}×${thumb}`);
    expect(thumbOf(wide, 1.1 * large)).toBe(`thumb<source ${thumb}×${thumb}`);
  });

  it('leaves at least one pixel of a line', () => {
    expect(plan(50_000, 3)).toEqual(planned(0, all, 'source', 3));
    expect(plan(3, 50_000)).toEqual(planned(16_383, [1, 1, 1], 'source', 3));
  });

  it('is no higher than a WebP can be', () => {
    const [width, height] = [1.25 * large, 15.625 * large];
    const atLarge = `large<source ${Math.round((width * 16_383) / height)}×16383`;
    expect(plan(width, height)).toEqual([atLarge, ...planned(12.5, all, 'small').slice(1)]);
  });

  it('cuts only the thumb', () => {
    expect(planRenditions(4000, 3000).map(({ square }) => square)).toEqual([false, false, false, true]);
  });

  it('only ever asks for what is there already, and never for more pixels than that has', () => {
    for (const [width, height] of [
      [1, 5000],
      [5000, 1],
      [199, 201],
      [201, 199],
      [401, 200],
      [1601, 1599],
      [7071, 7071],
    ] as const) {
      const sizes = new Map<string, { width: number; height: number }>([['source', { width, height }]]);
      for (const planned of planRenditions(width, height)) {
        const from = sizes.get(planned.from);
        expect(from?.width).toBeGreaterThanOrEqual(planned.width);
        expect(from?.height).toBeGreaterThanOrEqual(planned.height);
        sizes.set(planned.name, planned);
      }
    }
  });
});

describe('names of renditions', () => {
  it('are four files in each format and nothing else', () => {
    for (const name of ['thumb', 'small', 'medium', 'large'] as const) {
      const files = (['jpeg', 'webp', 'avif'] as const).map((format) => renditionFile(name, format));
      expect(files).toEqual([`${name}.jpg`, `${name}.webp`, `${name}.avif`]);
      expect(files.every(isRenditionFile)).toBe(true);
    }
    const others = [
      'manifest.json',
      'thumb.png',
      'thumb.jpeg',
      'thumb.jpg/',
      '../thumb.jpg',
      'thumb.jpg\n',
      'THUMB.jpg',
      'xthumb.jpg',
      '',
    ];
    expect(others.filter(isRenditionFile)).toEqual([]);
  });

  it('become paths on this app', () => {
    expect(renditionUrl('pic_1', 'large', 'jpeg')).toBe('/api/media/pic_1/large.jpg');
    expect(renditionUrl('pic_1', 'thumb', 'avif')).toBe('/api/media/pic_1/thumb.avif');
  });
});

describe('srcset', () => {
  const rendition = (name: 'thumb' | 'small' | 'medium' | 'large', url: string, width: number, type = 'jpeg') => {
    return { name, url, width, height: 1, contentType: `image/${type}` };
  };
  const jpegs = [
    rendition('large', '/l', 500),
    rendition('medium', '/m', 500),
    rendition('small', '/s', 400),
    rendition('thumb', '/t', 200),
  ];
  const others = [
    rendition('large', '/lw', 500, 'webp'),
    rendition('thumb', '/tw', 200, 'webp'),
    rendition('large', '/la', 500, 'avif'),
  ];

  it('lists each width once, smallest first, without the square', () => {
    expect(srcset(jpegs)).toBe('/s 400w, /m 500w');
  });

  it('of the image is of JPEGs, the other formats are sources, the most compact one first', () => {
    expect(srcset([...others, ...jpegs])).toBe('/s 400w, /m 500w');
    expect(pictureSources([...others, ...jpegs])).toEqual([
      { contentType: 'image/avif', srcset: '/la 500w' },
      { contentType: 'image/webp', srcset: '/lw 500w' },
    ]);
    expect(pictureSources(jpegs)).toEqual([]);
  });
});
