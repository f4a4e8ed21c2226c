import { productPlace, type DatabaseCheck } from './database-check.ts';

const IN_USE = `m.trashed_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM media_uses u WHERE u.store_id = m.store_id AND u.media_id = m.id)`;
const WITHOUT_MEDIA = `NOT EXISTS (SELECT 1 FROM media m WHERE m.store_id = t.store_id AND m.id = t.media_id)`;
const ON_A_PRODUCT = `EXISTS (SELECT 1 FROM product_images i WHERE i.store_id = t.store_id AND i.id = t.id)`;

const trashedImages = (condition: string, detail: string): string =>
  `SELECT ${productPlace('t.product_id')} || ' trashed image ' || t.id AS place, ${detail} AS detail
    FROM trashed_images t JOIN stores s ON s.id = t.store_id WHERE ${condition}`;

const removeImages = (condition: string): string =>
  `DELETE FROM trashed_images WHERE (store_id, id) IN (SELECT t.store_id, t.id FROM trashed_images t WHERE ${condition})`;

/** What holds of the trash: nothing of it is shown, and its images have their media. */
export const TRASH_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'trashed-media-in-use',
    find: `SELECT s.hash || ' media ' || m.id AS place, 'is in the trash, and something shows it' AS detail
      FROM media m JOIN stores s ON s.id = m.store_id WHERE ${IN_USE}`,
    repair: [
      `UPDATE media AS m SET trashed_at = NULL, filename = iif(EXISTS (SELECT 1 FROM media other
            WHERE other.store_id = m.store_id AND other.folder = m.folder AND other.filename = m.filename AND other.id <> m.id),
          m.id || '-' || m.filename, m.filename)
        WHERE ${IN_USE}`,
    ],
    advice: 'It comes back into the library, with its number in its name where another has that.',
  },
  {
    name: 'trashed-images-have-media',
    find: trashedImages(WITHOUT_MEDIA, `'its media ' || t.media_id || ' is not there'`),
    repair: [removeImages(WITHOUT_MEDIA)],
    advice: 'It cannot come back, and leaves the trash.',
  },
  {
    name: 'trashed-images-are-gone',
    find: trashedImages(ON_A_PRODUCT, `'is also on a product'`),
    repair: [removeImages(ON_A_PRODUCT)],
    advice: 'It leaves the trash, as when an image comes back.',
  },
];
