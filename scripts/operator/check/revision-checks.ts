import type { DatabaseCheck } from './database-check.ts';

const GONE = `NOT EXISTS (SELECT 1 FROM product_images i WHERE i.store_id = e.store_id AND i.id = e.image_id)
  AND NOT EXISTS (SELECT 1 FROM trashed_images t WHERE t.store_id = e.store_id AND t.id = e.image_id)`;
const UNNOTED = `i.has_earlier_revisions = 0
  AND EXISTS (SELECT 1 FROM earlier_revisions e WHERE e.store_id = i.store_id AND e.image_id = i.id)`;

/** Returns the statement that notes of the images of a table that they have earlier revisions. */
const note = (table: 'product_images' | 'trashed_images'): string =>
  `UPDATE ${table} AS i SET has_earlier_revisions = 1 WHERE ${UNNOTED}`;

/** What holds of the earlier revisions of images: each has its image, which says that it has some. */
export const REVISION_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'earlier-revisions-have-images',
    find: `SELECT s.hash || ' image ' || e.image_id || ' revision ' || e.revision AS place, 'its image is gone for good' AS detail
      FROM earlier_revisions e JOIN stores s ON s.id = e.store_id WHERE ${GONE}`,
    repair: [
      `DELETE FROM earlier_revisions WHERE (store_id, image_id) IN
        (SELECT e.store_id, e.image_id FROM earlier_revisions e WHERE ${GONE})`,
    ],
    advice: 'The revision goes, as with its image.',
  },
  {
    name: 'images-note-earlier-revisions',
    find: `SELECT s.hash || ' image ' || i.id AS place, 'has earlier revisions, and does not say so' AS detail
      FROM (SELECT store_id, id, has_earlier_revisions FROM product_images
        UNION ALL SELECT store_id, id, has_earlier_revisions FROM trashed_images) i
      JOIN stores s ON s.id = i.store_id WHERE ${UNNOTED}`,
    repair: [note('product_images'), note('trashed_images')],
    advice: 'It is noted, so that its earlier URLs are found again.',
  },
];
