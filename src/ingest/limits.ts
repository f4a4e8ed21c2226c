/** The largest image, uploaded or fetched from a URL: 8 MB (IMG-2). */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/**
 * The most pixels of one frame, which are checked in the header before anything is decoded (a limit of hosted Images).
 */
export const MAX_PIXELS = 100_000_000;

/** The longest side in pixels (a limit of hosted Images). */
export const MAX_SIDE_PX = 12_000;

/** The longest `image_url`, in characters (BC3-23). */
export const MAX_IMAGE_URL_CHARACTERS = 255;

/** The time for a whole remote fetch, including redirects and body. Clients give up after 7 seconds. */
export const FETCH_TIMEOUT_MS = 5_000;

/** The most redirects that a remote fetch follows. Each target is checked by the same rules as the first URL. */
export const MAX_REDIRECTS = 3;

/**
 * The most frames of an animation. A thousand frames of 316 × 316 pixels already are the 100 megapixels that hosted
 * Images accepts for all frames together, and the turntable view of a product has dozens.
 */
export const MAX_FRAMES = 1_000;

/**
 * The largest PNG made from a BMP, WBMP or XBM. The Images binding reads at most 20 MB, and some room is left for PNG
 * headers.
 */
export const MAX_RENDER_SOURCE_BYTES = 20_000_000 - 4_096;
