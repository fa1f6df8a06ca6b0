// Which renditions a picture gets: sizes, what each is made from, and names.

import {
  isRenditionFile,
  pictureSources,
  planRenditions,
  renditionFile,
  renditionUrl,
  srcset,
} from '../../../src/pictures/renditions';

/** `name<from width×height` of each planned rendition. */
function plan(width: number, height: number): string[] {
  return planRenditions(width, height).map(({ name, from, width, height }) => `${name}<${from} ${width}×${height}`);
}

describe('the plan of renditions', () => {
  it('makes each from the next larger one', () => {
    expect(plan(4000, 3000)).toEqual([
      'large<source 1600×1200',
      'medium<large 800×600',
      'small<medium 400×300',
      'thumb<small 200×200',
    ]);
  });

  it('keeps the proportions of a portrait', () => {
    expect(plan(3000, 4000)).toEqual([
      'large<source 1600×2133',
      'medium<large 800×1067',
      'small<medium 400×533',
      'thumb<small 200×200',
    ]);
  });

  it('enlarges nothing', () => {
    expect(plan(500, 300)).toEqual([
      'large<source 500×300',
      'medium<large 500×300',
      'small<medium 400×240',
      'thumb<small 200×200',
    ]);
    expect(plan(150, 90)).toEqual([
      'large<source 150×90',
      'medium<large 150×90',
      'small<medium 150×90',
      'thumb<small 90×90',
    ]);
    expect(plan(1, 1)).toEqual(['large<source 1×1', 'medium<large 1×1', 'small<medium 1×1', 'thumb<small 1×1']);
  });

  it('makes the thumb of a wide picture from a rendition that is high enough', () => {
    expect(plan(4000, 1000).at(-1)).toBe('thumb<medium 200×200');
    expect(plan(4000, 500).at(-1)).toBe('thumb<large 200×200');
    expect(plan(8000, 900).at(-1)).toBe('thumb<source 200×200');
  });

  it('leaves at least one pixel of a line', () => {
    expect(plan(50_000, 3)).toEqual([
      'large<source 1600×1',
      'medium<large 800×1',
      'small<medium 400×1',
      'thumb<source 3×3',
    ]);
    expect(plan(3, 50_000)).toEqual([
      'large<source 1×16383',
      'medium<large 1×16383',
      'small<medium 1×16383',
      'thumb<source 3×3',
    ]);
  });

  it('is no higher than a WebP can be', () => {
    expect(plan(2000, 25_000)).toEqual([
      'large<source 1311×16383',
      'medium<large 800×10000',
      'small<medium 400×5000',
      'thumb<small 200×200',
    ]);
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
