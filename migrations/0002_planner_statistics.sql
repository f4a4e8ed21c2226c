-- What the planner should expect, for without this it takes a store to have ten images. Deleting a media, SQLite then looks
-- for images that still refer to it by reading all of the store's: 406 rows instead of 6 for one image of 400
-- (docs/decisions/044-planner-statistics.md). ANALYZE makes the table of statistics; on an empty database it writes none.
ANALYZE;

DELETE FROM sqlite_stat1 WHERE tbl IN ('product_images', 'variant_images');

-- Rows in all; then, for each further column of the index, rows that agree on the columns so far.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('product_images', 'product_images', '1000000 100000 10 10 1'),
  ('product_images', 'product_images_by_id', '1000000 100000 1'),
  ('product_images', 'product_images_by_media', '1000000 100000 2'),
  ('product_images', 'product_images_one_thumbnail', '100000 10000 1'),
  ('variant_images', 'variant_images', '1000000 100000 10 1'),
  ('variant_images', 'variant_images_by_image', '1000000 100000 2'),
  ('variant_images', 'variant_images_by_media', '1000000 100000 1');

-- Reads them into the connection that is open.
ANALYZE sqlite_schema;
