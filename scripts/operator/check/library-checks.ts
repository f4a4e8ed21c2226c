import { journalRepairs, productPlace, type DatabaseCheck } from './database-check.ts';

/** The condition that an image shows other words or sizes than its media; `i` is the image, `m` the media. */
const SHOWS_ANOTHER = `(i.format, i.width_px, i.height_px, i.media_alt_text, i.blob_id)
  IS NOT (m.format, m.width_px, m.height_px, m.alt_text, m.blob_id)`;
const SAYS_ANOTHER = `(m.format, m.byte_count, m.width_px, m.height_px) IS NOT (b.format, b.byte_count, b.width_px, b.height_px)`;
const UNUSED_MEDIA = `m.is_pinned = 0 AND m.trashed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM media_uses u WHERE u.store_id = m.store_id AND u.media_id = m.id)`;
const UNUSED_BLOB = `NOT EXISTS (SELECT 1 FROM media m WHERE m.blob_id = b.id)`;
const mediaPlace = `s.hash || ' media ' || m.id`;

/** What holds of the library: images show media, media are on blobs. */
export const LIBRARY_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'images-have-media',
    find: `SELECT ${productPlace('i.product_id')} || ' image ' || i.id AS place, 'media ' || i.media_id || ' is not there' AS detail
      FROM product_images i JOIN stores s ON s.id = i.store_id
      WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.store_id = i.store_id AND m.id = i.media_id)`,
    advice: 'Delete the image, or upload it again: its picture is lost.',
  },
  {
    name: 'variants-have-media',
    find: `SELECT ${productPlace('v.product_id')} || ' variant ' || v.variant AS place, 'media ' || v.media_id || ' is not there' AS detail
      FROM variant_images v JOIN stores s ON s.id = v.store_id WHERE v.media_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM media m WHERE m.store_id = v.store_id AND m.id = v.media_id)`,
    advice: 'Upload the picture of the variant again: it is lost.',
  },
  {
    name: 'media-have-blobs',
    find: `SELECT ${mediaPlace} AS place, 'its bytes are not known' AS detail FROM media m JOIN stores s ON s.id = m.store_id
      WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.id = m.blob_id AND b.store_id = m.store_id)`,
    advice: 'Delete the media and the images that show it, or upload them again.',
  },
  {
    name: 'media-say-what-blobs-say',
    find: `SELECT ${mediaPlace} AS place, 'shows another type or size than its bytes have' AS detail
      FROM media m JOIN stores s ON s.id = m.store_id JOIN blobs b ON b.id = m.blob_id WHERE ${SAYS_ANOTHER}`,
    repair: [
      `UPDATE media AS m SET format = b.format, byte_count = b.byte_count, width_px = b.width_px, height_px = b.height_px
        FROM blobs b WHERE b.id = m.blob_id AND ${SAYS_ANOTHER}`,
    ],
    advice: 'It is copied from the bytes.',
  },
  {
    name: 'images-show-media',
    find: `SELECT ${productPlace('i.product_id')} || ' image ' || i.id AS place, 'shows other bytes or another size or text than its media has' AS detail
      FROM product_images i JOIN stores s ON s.id = i.store_id JOIN media m ON m.store_id = i.store_id AND m.id = i.media_id
      WHERE ${SHOWS_ANOTHER}`,
    repair: [
      journalRepairs(`SELECT i.store_id, i.product_id AS id FROM product_images i
        JOIN media m ON m.store_id = i.store_id AND m.id = i.media_id WHERE ${SHOWS_ANOTHER}`),
      `UPDATE product_images AS i SET format = m.format, width_px = m.width_px, height_px = m.height_px, media_alt_text = m.alt_text,
          blob_id = m.blob_id
        FROM media m WHERE m.store_id = i.store_id AND m.id = i.media_id AND ${SHOWS_ANOTHER}`,
    ],
    advice: 'It is copied from the media.',
  },
  {
    name: 'media-in-use',
    find: `SELECT ${mediaPlace} AS place, 'nobody put it into the library, and nothing shows it' AS detail
      FROM media m JOIN stores s ON s.id = m.store_id WHERE ${UNUSED_MEDIA}`,
    repair: [
      `UPDATE media AS m SET trashed_at = (SELECT now_ms FROM clock)
        WHERE (SELECT trash_days FROM keep_days k WHERE k.store_id = m.store_id) > 0 AND ${UNUSED_MEDIA}`,
      `DELETE FROM media WHERE (store_id, id) IN (SELECT m.store_id, m.id FROM media m WHERE ${UNUSED_MEDIA})`,
    ],
    advice: 'It goes, or into the trash, as with the last image that showed it.',
  },
  {
    name: 'blobs-in-use',
    find: `SELECT s.hash || ' ' || b.original_key AS place, 'no media is on these bytes' AS detail
      FROM blobs b JOIN stores s ON s.id = b.store_id WHERE ${UNUSED_BLOB}`,
    repair: [`DELETE FROM blobs WHERE id IN (SELECT b.id FROM blobs b WHERE ${UNUSED_BLOB})`],
    advice: 'They go, and the sweep removes their objects.',
  },
  {
    name: 'readable-originals',
    find: `SELECT s.hash || ' ' || b.original_key AS place, 'no size can be made of it; shown by ' || coalesce(
          (SELECT group_concat('product ' || i.product_id || ' image ' || i.id, ', ') FROM product_images i JOIN media m
            ON m.store_id = i.store_id AND m.id = i.media_id WHERE i.store_id = b.store_id AND m.blob_id = b.id), 'no product') AS detail
      FROM blobs b JOIN stores s ON s.id = b.store_id WHERE b.refused_at IS NOT NULL`,
    advice: 'Upload the picture again, saved by an image editor.',
    isNotice: true,
  },
];
