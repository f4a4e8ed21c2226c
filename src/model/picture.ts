/** The seven formats that are accepted (IMG-1). */
export type PictureFormat = 'bmp' | 'gif' | 'jpeg' | 'png' | 'wbmp' | 'webp' | 'xbm';

/** What is known of a picture from its header, before any pixel is decoded. */
export interface Picture {
  readonly format: PictureFormat;
  /** As stored, before EXIF rotation. */
  readonly rawWidthPx: number;
  readonly rawHeightPx: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** EXIF orientation, 1 to 8; 1 where there is none. */
  readonly orientation: number;
  /** Frames of an animation; 1 for a still picture. */
  readonly frameCount: number;
  readonly hasAlpha: boolean;
}

/** The Content-Type and the file extension (without the dot) of each format. */
export const FORMATS: Readonly<Record<PictureFormat, { readonly contentType: string; readonly extension: string }>> = {
  bmp: { contentType: 'image/bmp', extension: 'bmp' },
  gif: { contentType: 'image/gif', extension: 'gif' },
  jpeg: { contentType: 'image/jpeg', extension: 'jpg' },
  png: { contentType: 'image/png', extension: 'png' },
  wbmp: { contentType: 'image/vnd.wap.wbmp', extension: 'wbmp' },
  webp: { contentType: 'image/webp', extension: 'webp' },
  xbm: { contentType: 'image/x-xbitmap', extension: 'xbm' },
};
