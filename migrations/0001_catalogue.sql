-- The catalogue. What each table, key and trigger is for: docs/storage.md.
-- Times are milliseconds since 1970, UTC. Every row belongs to one store; every query names it.

CREATE TABLE stores (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  -- Raised with every change of the settings, so that lists showing URLs of another size have another ETag.
  settings_version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
);

CREATE TABLE store_counters (
  store_id INTEGER PRIMARY KEY REFERENCES stores (id),
  last_image_id INTEGER NOT NULL DEFAULT 0,
  last_media_id INTEGER NOT NULL DEFAULT 0,
  shop_image_count INTEGER NOT NULL DEFAULT 0 CHECK (shop_image_count >= 0)
);

CREATE TRIGGER stores_get_counters AFTER INSERT ON stores
BEGIN
  INSERT INTO store_counters (store_id) VALUES (NEW.id);
END;

CREATE TRIGGER stores_settings_version AFTER UPDATE OF settings ON stores
WHEN NEW.settings IS NOT OLD.settings
BEGIN
  UPDATE stores SET settings_version = OLD.settings_version + 1 WHERE id = NEW.id;
END;

-- Only the SHA-256 of a token is kept.
CREATE TABLE tokens (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  store_id INTEGER NOT NULL REFERENCES stores (id),
  label TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('modify', 'read')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) WITHOUT ROWID;

CREATE INDEX tokens_by_store ON tokens (store_id);

CREATE TABLE products (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  id INTEGER NOT NULL CHECK (id > 0),
  guid TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- The last few operations that took: [[operation id, the store's last image id before it], ...], oldest first.
  recent_operations TEXT NOT NULL DEFAULT '[]',
  -- All galleries together: the cap.
  image_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_full CHECK (image_count BETWEEN 0 AND 1000),
  -- The ids of gallery `shop`, ascending: finds the first id of any page without reading the pages before it.
  shop_image_ids TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX products_by_guid ON products (store_id, guid);

-- A writer whose copy of the product is old is refused here, with everything else in its batch.
CREATE TRIGGER products_version_rises BEFORE UPDATE OF version ON products
WHEN NEW.version IS NOT OLD.version + 1
BEGIN
  SELECT RAISE(ABORT, 'stale_version');
END;

CREATE TRIGGER products_version_begins AFTER INSERT ON products
WHEN NEW.version NOT IN (0, 1)
BEGIN
  SELECT RAISE(ABORT, 'stale_version');
END;

CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  sha256 TEXT NOT NULL,
  original_key TEXT NOT NULL,
  -- A lossless PNG made at ingest where the Images service cannot read the original (BMP, WBMP, XBM).
  render_key TEXT,
  format TEXT NOT NULL,
  byte_count INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  frame_count INTEGER NOT NULL,
  has_alpha INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX blobs_by_content ON blobs (store_id, sha256);
CREATE UNIQUE INDEX blobs_by_original_key ON blobs (original_key);
CREATE INDEX blobs_by_render_key ON blobs (render_key) WHERE render_key IS NOT NULL;

-- Bytes that lay about for longer may have been swept meanwhile: they can no longer become part of the catalogue.
CREATE TRIGGER blobs_are_fresh BEFORE INSERT ON blobs
WHEN NEW.created_at < unixepoch('subsec') * 1000 - 600000
BEGIN
  SELECT RAISE(ABORT, 'upload_too_old');
END;

CREATE TABLE media (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  id INTEGER NOT NULL,
  blob_id INTEGER NOT NULL REFERENCES blobs (id),
  -- The name that the file came with, as it was.
  original_name TEXT NOT NULL,
  -- 1: a person put it in the library; it stays when the last image that shows it goes.
  is_kept INTEGER NOT NULL DEFAULT 0 CHECK (is_kept IN (0, 1)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

CREATE INDEX media_by_blob ON media (blob_id);

CREATE TRIGGER media_take_id AFTER INSERT ON media
BEGIN
  UPDATE store_counters SET last_media_id = max(last_media_id, NEW.id) WHERE store_id = NEW.store_id;
END;

CREATE TABLE product_images (
  store_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  gallery TEXT NOT NULL CHECK (gallery IN ('shop', 'shop360')),
  id INTEGER NOT NULL,
  media_id INTEGER NOT NULL,
  sort_order INTEGER NOT NULL CHECK (sort_order BETWEEN -2147483648 AND 2147483647),
  is_thumbnail INTEGER NOT NULL CHECK (is_thumbnail IN (0, 1)),
  description TEXT NOT NULL,
  -- What lists show of the media and the blob, so that a page reads one row an image.
  file_stem TEXT NOT NULL,
  format TEXT NOT NULL,
  -- Rises whenever the bytes change; part of every URL.
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, product_id, gallery, id),
  FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX product_images_by_id ON product_images (store_id, id);
CREATE INDEX product_images_by_media ON product_images (store_id, media_id);
CREATE UNIQUE INDEX product_images_one_thumbnail ON product_images (store_id, product_id) WHERE is_thumbnail = 1;

CREATE TABLE variant_images (
  store_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  variant TEXT NOT NULL,
  -- Either a reference to an image of the product, or a picture of the variant's own; neither once the image is gone.
  image_id INTEGER,
  media_id INTEGER,
  file_stem TEXT,
  format TEXT,
  revision INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  CHECK (image_id IS NULL OR media_id IS NULL),
  CHECK ((media_id IS NULL) = (file_stem IS NULL) AND (media_id IS NULL) = (format IS NULL)),
  PRIMARY KEY (store_id, product_id, variant),
  FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id)
) WITHOUT ROWID;

CREATE INDEX variant_images_by_image ON variant_images (store_id, image_id) WHERE image_id IS NOT NULL;
CREATE INDEX variant_images_by_media ON variant_images (store_id, media_id) WHERE media_id IS NOT NULL;

-- Object keys (kind 'object') and key prefixes (kind 'renditions') that nothing refers to any more; the sweep empties it.
CREATE TABLE dropped_keys (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('object', 'renditions')),
  key TEXT NOT NULL,
  dropped_at INTEGER NOT NULL
);

-- No image without its media. Foreign keys would hold the same, but the planner answers theirs by reading all images of
-- the store; here the index is named (docs/decisions/044-named-indexes.md).
CREATE TRIGGER product_images_have_media BEFORE INSERT ON product_images
WHEN NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER product_images_keep_media BEFORE UPDATE OF media_id ON product_images
WHEN NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER media_in_use BEFORE DELETE ON media
WHEN EXISTS (
    SELECT 1 FROM product_images INDEXED BY product_images_by_media WHERE store_id = OLD.store_id AND media_id = OLD.id)
  OR EXISTS (
    SELECT 1 FROM variant_images INDEXED BY variant_images_by_media WHERE store_id = OLD.store_id AND media_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'media_in_use');
END;

-- What nobody uses goes in the same transaction: a media nobody kept, its blob, and (below) the blob's keys.
CREATE TRIGGER product_images_release_media AFTER DELETE ON product_images
BEGIN
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_kept = 0
    AND NOT EXISTS (SELECT 1 FROM product_images INDEXED BY product_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
    AND NOT EXISTS (SELECT 1 FROM variant_images INDEXED BY variant_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

CREATE TRIGGER product_images_release_replaced_media AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id
BEGIN
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_kept = 0
    AND NOT EXISTS (SELECT 1 FROM product_images INDEXED BY product_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
    AND NOT EXISTS (SELECT 1 FROM variant_images INDEXED BY variant_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

CREATE TRIGGER variant_images_release_replaced_media AFTER UPDATE OF media_id ON variant_images
WHEN OLD.media_id IS NOT NULL AND NEW.media_id IS NOT OLD.media_id
BEGIN
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_kept = 0
    AND NOT EXISTS (SELECT 1 FROM product_images INDEXED BY product_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
    AND NOT EXISTS (SELECT 1 FROM variant_images INDEXED BY variant_images_by_media
        WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

CREATE TRIGGER media_release_blob AFTER DELETE ON media
BEGIN
  DELETE FROM blobs WHERE id = OLD.blob_id
    AND NOT EXISTS (SELECT 1 FROM media WHERE blob_id = OLD.blob_id);
END;

CREATE TRIGGER blobs_drop_keys AFTER DELETE ON blobs
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    VALUES ('object', OLD.original_key, CAST(unixepoch('subsec') * 1000 AS INTEGER));
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'object', OLD.render_key, CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE OLD.render_key IS NOT NULL;
END;

CREATE TRIGGER product_images_counted AFTER INSERT ON product_images
BEGIN
  UPDATE products SET
      image_count = image_count + 1,
      shop_image_ids = iif(NEW.gallery = 'shop', json_insert(shop_image_ids, '$[#]', NEW.id), shop_image_ids)
    WHERE store_id = NEW.store_id AND id = NEW.product_id;
  UPDATE store_counters SET
      last_image_id = max(last_image_id, NEW.id),
      shop_image_count = shop_image_count + (NEW.gallery = 'shop')
    WHERE store_id = NEW.store_id;
END;

CREATE TRIGGER product_images_uncounted AFTER DELETE ON product_images
BEGIN
  UPDATE products SET
      image_count = image_count - 1,
      shop_image_ids = iif(
        OLD.gallery = 'shop',
        '[' || trim(replace(',' || substr(shop_image_ids, 2, length(shop_image_ids) - 2) || ',', ',' || OLD.id || ',', ','), ',') || ']',
        shop_image_ids)
    WHERE store_id = OLD.store_id AND id = OLD.product_id;
  UPDATE store_counters SET shop_image_count = shop_image_count - (OLD.gallery = 'shop')
    WHERE store_id = OLD.store_id;
  UPDATE variant_images SET image_id = NULL WHERE store_id = OLD.store_id AND image_id = OLD.id;
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', 'derived/' || hash || '/' || OLD.product_id || '/' || OLD.id || '/',
           CAST(unixepoch('subsec') * 1000 AS INTEGER)
      FROM stores WHERE id = OLD.store_id;
END;

CREATE TRIGGER product_images_replaced AFTER UPDATE OF revision ON product_images
WHEN NEW.revision IS NOT OLD.revision
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', 'derived/' || hash || '/' || OLD.product_id || '/' || OLD.id || '/' || OLD.revision || '/',
           CAST(unixepoch('subsec') * 1000 AS INTEGER)
      FROM stores WHERE id = OLD.store_id;
END;

CREATE TRIGGER variant_images_replaced AFTER UPDATE OF revision ON variant_images
WHEN OLD.media_id IS NOT NULL AND NEW.revision IS NOT OLD.revision
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', 'derived/' || hash || '/' || OLD.product_id || '/v' || OLD.variant || '/' || OLD.revision || '/',
           CAST(unixepoch('subsec') * 1000 AS INTEGER)
      FROM stores WHERE id = OLD.store_id;
END;

-- The answer of every operation that came with an Idempotency-Key, for as long as the key counts.
CREATE TABLE operations (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- 'product:{id}', or the operation's name where there is no product.
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (json_valid(outcome)),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, scope, key)
) WITHOUT ROWID;

CREATE INDEX operations_by_expiry ON operations (expires_at);

-- Where the sweep's walk through the bucket goes on, by prefix.
CREATE TABLE sweep_cursors (
  prefix TEXT PRIMARY KEY,
  start_after TEXT NOT NULL
) WITHOUT ROWID;
