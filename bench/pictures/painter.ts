// What competes: ways to make the renditions of a source.

/** What is made of a source: only what a tutorial makes, or all that the app stores. */
export type RenditionSet = 'jpeg' | 'whole';

export interface Painter {
  /** Makes the set of one source; answers with the number of files. */
  paint(source: Buffer): Promise<number>;
  /** Whether the first picture takes longer than others; it does unless told. */
  warmsUp?: boolean;
  /** Peak memory in MB of other processes than this one. */
  peakElsewhereMb?(): number;
  close?(): Promise<void>;
}

export type MakePainter = (set: RenditionSet) => Promise<Painter>;
