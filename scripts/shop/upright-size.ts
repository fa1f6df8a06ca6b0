// What a picture's header says of its size, and the size in which it is shown.

export interface PictureHeader {
  width: number;
  height: number;
  /** EXIF orientation 1 to 8; absent when the file has none. */
  orientation?: number;
}

/** The size as displayed: orientations 5 to 8 swap width and height. */
export function uprightSize({ width, height, orientation = 1 }: PictureHeader): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
