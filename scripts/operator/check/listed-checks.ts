import { journalRepairs, productPlace, type DatabaseCheck } from './database-check.ts';

const SHOP_IMAGES = `product_images i WHERE i.store_id = p.store_id AND i.product_id = p.id AND i.gallery = 'shop'`;

/** Counts rows by a key, as a JSON object in the order of the keys. */
const countBy = (key: string, from: string): string =>
  `(SELECT json_group_object(name, total) FROM (SELECT CAST(${key} AS TEXT) AS name, count(*) AS total FROM ${from} GROUP BY 1 ORDER BY 1))`;

/** A JSON object in the order of its keys. */
const inOrder = (json: string): string =>
  `(SELECT json_group_object(key, value) FROM (SELECT key, value FROM json_each(${json}) ORDER BY key))`;

/** What each product has to say of its images. */
const COUNTED = `SELECT p.store_id, p.id,
    (SELECT count(*) FROM ${SHOP_IMAGES}) AS there,
    (SELECT i.id FROM ${SHOP_IMAGES} ORDER BY i.is_thumbnail DESC, i.sort_order, i.id LIMIT 1) AS main_image_id,
    (SELECT count(*) FROM ${SHOP_IMAGES} AND trim(i.description, (SELECT characters FROM white_space)) = '') AS no_alt_count,
    (SELECT count(*) - count(DISTINCT i.blob_id) FROM ${SHOP_IMAGES}) AS duplicate_count,
    ${countBy('a.key', SHOP_IMAGES.replace(' WHERE ', ' CROSS JOIN json_each(i.alts) AS a WHERE '))} AS shop_alts,
    ${countBy(`i.width_px || 'x' || i.height_px`, SHOP_IMAGES)} AS shop_sizes,
    ${countBy('i.blob_id', SHOP_IMAGES)} AS shop_blobs
  FROM products p`;

/** The products that say something else; `p` is the product and `c` what it has to say. */
const WRONG = `p.store_id = c.store_id AND p.id = c.id AND c.there <= 1000
  AND (p.main_image_id, p.no_alt_count, p.duplicate_count, ${inOrder('p.shop_alts')}, ${inOrder('p.shop_sizes')}, ${inOrder('p.shop_blobs')})
    IS NOT (c.main_image_id, c.no_alt_count, c.duplicate_count, c.shop_alts, c.shop_sizes, c.shop_blobs)`;

/** What a product says of its images, so that lists of products need not read them. */
export const LISTED_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'listed-facts',
    find: `SELECT ${productPlace('p.id')} AS place, 'says of its images what they are not' AS detail
      FROM products p JOIN (${COUNTED}) c JOIN stores s ON s.id = p.store_id WHERE ${WRONG}`,
    repair: [
      journalRepairs(`SELECT p.store_id, p.id FROM products p JOIN (${COUNTED}) c WHERE ${WRONG}`),
      `UPDATE products AS p SET main_image_id = c.main_image_id, no_alt_count = c.no_alt_count,
          duplicate_count = c.duplicate_count, shop_alts = c.shop_alts, shop_sizes = c.shop_sizes, shop_blobs = c.shop_blobs
        FROM (${COUNTED}) AS c WHERE ${WRONG}`,
    ],
    advice: 'Its images are looked at anew.',
  },
];
