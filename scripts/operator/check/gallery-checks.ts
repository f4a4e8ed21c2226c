import { journalRepairs, productPlace, type DatabaseCheck } from './database-check.ts';

/** What a product counts and lists, beside what is there. The ids come in ascending order from the clustered key. */
const COUNTED = `SELECT p.store_id, p.id, p.image_count, p.shop_image_ids, p.text_bytes,
    (SELECT coalesce(sum(length(CAST(json_quote(i.description) || json_quote(i.media_alt_text) || i.alts AS BLOB)) - 2), 0)
      FROM product_images i WHERE i.store_id = p.store_id AND i.product_id = p.id) AS bytes,
    (SELECT count(*) FROM product_images i WHERE i.store_id = p.store_id AND i.product_id = p.id) AS there,
    (SELECT json_group_array(id) FROM (SELECT i.id FROM product_images i
      WHERE i.store_id = p.store_id AND i.product_id = p.id AND i.gallery = 'shop' ORDER BY i.id)) AS ids
  FROM products p`;

const SHOP_IMAGES = `SELECT store_id, product_id, count(*) AS images, sum(is_thumbnail) AS thumbnails, min(id) AS id
  FROM product_images WHERE gallery = 'shop' GROUP BY store_id, product_id`;

/** Mends all products that a condition on COUNTED selects. */
const recount = (condition: string): readonly string[] => [
  journalRepairs(`SELECT store_id, id FROM (${COUNTED}) WHERE ${condition}`),
  `UPDATE products SET image_count = counted.there, shop_image_ids = counted.ids, text_bytes = counted.bytes
    FROM (SELECT * FROM (${COUNTED}) WHERE ${condition}) AS counted
    WHERE products.store_id = counted.store_id AND products.id = counted.id`,
];

/** Finds the images that a condition on `i` selects; `detail` is the SQL of what is wrong with one. */
const imagesWhere = (
  condition: string,
  detail: string,
): string => `SELECT ${productPlace('i.product_id')} || ' image ' || i.id AS place, ${detail} AS detail
  FROM product_images i JOIN stores s ON s.id = i.store_id WHERE ${condition}`;

/** Says in the journal that the images are mended that a condition on `i` selects, before they are. */
const journalImages = (condition: string): string =>
  journalRepairs(`SELECT i.store_id, i.product_id AS id FROM product_images i WHERE ${condition}`);

const NO_WHOLE_NUMBER = `typeof(i.sort_order) <> 'integer'`;
const IN_THE_WRONG_GALLERY = `i.gallery <> 'shop' AND i.is_thumbnail = 1`;
const ONLY_ONE = `(i.store_id, i.product_id, i.id) IN
  (SELECT store_id, product_id, id FROM (${SHOP_IMAGES}) WHERE images = 1 AND thumbnails = 0)`;

/** What holds of products and their images. */
export const GALLERY_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'image-counts',
    find: `SELECT ${productPlace('c.id')} AS place, 'counts ' || c.image_count || ' images, and has ' || c.there AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE c.image_count <> c.there AND c.there <= 1000`,
    repair: recount('image_count <> there AND there <= 1000'),
    advice: 'The images are counted anew.',
  },
  {
    name: 'image-lists',
    find: `SELECT ${productPlace('c.id')} AS place, 'its list of ids is not that of its images' AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE c.shop_image_ids <> c.ids AND c.there <= 1000`,
    repair: recount('shop_image_ids <> ids AND there <= 1000'),
    advice: 'The list is made anew.',
  },
  {
    name: 'text-bytes',
    find: `SELECT ${productPlace('c.id')} AS place, 'counts ' || c.text_bytes || ' bytes of texts, and has ' || c.bytes AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE c.text_bytes <> c.bytes AND c.there <= 1000`,
    repair: recount('text_bytes <> bytes AND bytes <= 1500000'),
    advice: 'The texts are counted anew; where they are too long, shorten some by an API.',
  },
  {
    name: 'image-cap',
    find: `SELECT ${productPlace('c.id')} AS place, c.there || ' images; 1000 are allowed' AS detail
      FROM (${COUNTED}) c JOIN stores s ON s.id = c.store_id WHERE c.there > 1000`,
    advice: 'Choose which images go, and delete them by an API.',
  },
  {
    name: 'image-order',
    find: imagesWhere(NO_WHOLE_NUMBER, `'its sort order is ' || i.sort_order`),
    repair: [
      journalImages(NO_WHOLE_NUMBER),
      `UPDATE product_images AS i SET sort_order = CAST(i.sort_order AS INTEGER) WHERE ${NO_WHOLE_NUMBER}`,
    ],
    advice: 'The place is cut to a whole number.',
  },
  {
    name: 'thumbnail-of-another-gallery',
    find: imagesWhere(IN_THE_WRONG_GALLERY, `'is the thumbnail from gallery ' || i.gallery`),
    repair: [
      journalImages(IN_THE_WRONG_GALLERY),
      `UPDATE product_images AS i SET is_thumbnail = 0 WHERE ${IN_THE_WRONG_GALLERY}`,
    ],
    advice: 'Only images of gallery shop stand for a product: the flag is taken away.',
  },
  {
    name: 'thumbnail-of-only-image',
    find: imagesWhere(ONLY_ONE, `'is the only one, and not the thumbnail'`),
    repair: [
      journalImages(ONLY_ONE),
      `UPDATE product_images SET is_thumbnail = 1 WHERE (store_id, product_id, gallery, id) IN
        (SELECT i.store_id, i.product_id, i.gallery, i.id FROM product_images i WHERE i.gallery = 'shop' AND ${ONLY_ONE})`,
    ],
    advice: 'The only image of a product is its thumbnail: it gets the flag.',
  },
  {
    name: 'one-thumbnail',
    find: `SELECT ${productPlace('c.product_id')} AS place, c.thumbnails || ' thumbnails' AS detail
      FROM (${SHOP_IMAGES}) c JOIN stores s ON s.id = c.store_id WHERE c.thumbnails > 1`,
    advice: 'Set the right one by an API; the others lose the flag.',
  },
  {
    name: 'variant-references',
    find: `SELECT ${productPlace('v.product_id')} || ' variant ' || v.variant AS place, 'shows image ' || v.image_id || ', which is not there' AS detail
      FROM variant_images v JOIN stores s ON s.id = v.store_id WHERE v.image_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM product_images i WHERE i.store_id = v.store_id AND i.id = v.image_id)`,
    repair: [
      `UPDATE variant_images SET image_id = NULL WHERE image_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM product_images i WHERE i.store_id = variant_images.store_id AND i.id = variant_images.image_id)`,
    ],
    advice: 'The reference is cleared, as when an image is deleted.',
  },
];
