/** One image, by file or by URL: 8 MB (IMG-2). */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Pixels of one frame, checked in the header before anything is decoded (the hosted Images limit). */
export const MAX_PIXELS = 100_000_000;

/** Pixels along one side (the hosted Images limit). */
export const MAX_SIDE_PX = 12_000;

/** Characters of an `image_url` (BC3-23). */
export const MAX_IMAGE_URL_CHARACTERS = 255;

/** Everything a remote fetch may take, redirects and body included: clients give up at 7 s. */
export const FETCH_TIMEOUT_MS = 5_000;

/** Redirects followed by a remote fetch; each target passes the same rules as the first URL. */
export const MAX_REDIRECTS = 3;

/**
 * Frames of an animation: this many of 316 × 316 pixels already are the 100 megapixels that hosted Images takes for
 * all frames together, and a product's turntable has dozens.
 */
export const MAX_FRAMES = 1_000;

/**
 * A PNG made from a BMP, WBMP or XBM: what the Images binding reads is at most 20 MB, less some room for PNG headers.
 */
export const MAX_RENDER_SOURCE_BYTES = 20_000_000 - 4_096;
