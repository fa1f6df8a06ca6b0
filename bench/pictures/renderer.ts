// The interface of the programs that the bench compares: each makes the renditions of a source picture.

/** Which renditions to make: only those of the tutorial (JPEG), or all that the app stores. */
export type RenditionSet = 'jpeg' | 'whole';

export interface Renderer {
  /** Makes the renditions of one source; returns the number of files. */
  render(source: Buffer): Promise<number>;
  /** Whether the first picture takes longer; default true. */
  warmsUp?: boolean;
  /** Peak memory in MB of child processes. */
  otherProcessesPeakMb?(): number;
  close?(): Promise<void>;
}

export type MakeRenderer = (set: RenditionSet) => Promise<Renderer>;
