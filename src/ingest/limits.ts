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

/** The most frames of an animation; the turntable view of a product has dozens. */
export const MAX_FRAMES = 1_000;

/**
 * The most pixels of all frames of an animation together (IMG-22): hosted Images gives larger ones back as they are,
 * too large for their place.
 */
export const MAX_ANIMATION_PIXELS = 50_000_000;

/**
 * The most chunks, blocks or segments of one file (IMG-23). 8 MB in pieces of 512 bytes are as many; a decoder takes
 * seconds for a million of them, although nothing is in them.
 */
export const MAX_BLOCKS = 16_384;

/** The most scans of a JPEG (IMG-23). Encoders write about ten. */
export const MAX_SCANS = 100;

/**
 * The most pixels that the scans of a JPEG pass over together (IMG-23): twenty scans of the largest picture. Each scan
 * may be empty, and yet a decoder visits every pixel for it.
 */
export const MAX_SCANNED_PIXELS = 20 * MAX_PIXELS;

/**
 * The most bytes of pixels that run-length codes may stand for (IMG-24): what the most demanding BMP of 8 MB without
 * such codes is decoded to, one of 16 bits with transparency.
 */
export const MAX_RUN_LENGTH_BYTES = 2 * MAX_FILE_BYTES;

/**
 * The most pixels for each byte of run-length codes (IMG-24), beyond the first megapixel: twice what the codes of a
 * plain area need, two bytes for 255 pixels. Most of a larger picture would be pixels that no code sets.
 */
export const MAX_PIXELS_PER_RUN_LENGTH_BYTE = 256;

/** The pixels that run-length codes may leave unset whatever their length. */
export const FREE_RUN_LENGTH_PIXELS = 1_000_000;

/**
 * The largest PNG made from a BMP, WBMP or XBM. The Images binding reads at most 20 MB, and some room is left for PNG
 * headers.
 */
export const MAX_RENDER_SOURCE_BYTES = 20_000_000 - 4_096;

/** The most bytes of a render source that is made of a damaged PNG or JPEG (IMG-32): half more than the largest file. */
export const MAX_MENDED_BYTES = 1.5 * MAX_FILE_BYTES;

/**
 * The most bytes of rows that are read from a damaged PNG (IMG-32), 16 megapixels with transparency: about a second of
 * work, once.
 */
export const MAX_MENDED_ROW_BYTES = 64 * 1024 * 1024;

/**
 * The most blocks of a component whose finer details are kept when a progressive JPEG is mended (IMG-30), 16 megapixels:
 * eight bytes are remembered of each.
 */
export const MAX_REFINED_BLOCKS = 250_000;
