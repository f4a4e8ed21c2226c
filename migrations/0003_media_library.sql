-- The media library as a part that all dialects share, and the keys and sessions of signed calls.
-- What is decided here: docs/decisions/020-media-library.md, 022-signed-calls.md.

ALTER TABLE media ADD COLUMN folder TEXT NOT NULL DEFAULT 'product' CHECK (folder IN ('general', 'product'));
-- Unique in its folder; never empty once a batch is done.
ALTER TABLE media ADD COLUMN filename TEXT NOT NULL DEFAULT '';
-- The safe stem in URLs.
ALTER TABLE media ADD COLUMN file_stem TEXT NOT NULL DEFAULT 'image';
ALTER TABLE media ADD COLUMN alt_text TEXT NOT NULL DEFAULT '';
-- What lists show of the blob, which never changes, so that a page reads one row a media.
ALTER TABLE media ADD COLUMN format TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN byte_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN width_px INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN height_px INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

-- What the Store API shows of the media, for the same reason; kept up by the trigger below.
ALTER TABLE product_images ADD COLUMN width_px INTEGER NOT NULL DEFAULT 0;
ALTER TABLE product_images ADD COLUMN height_px INTEGER NOT NULL DEFAULT 0;
ALTER TABLE product_images ADD COLUMN media_alt_text TEXT NOT NULL DEFAULT '';

UPDATE media SET
  filename = 'media-' || id,
  updated_at = created_at,
  file_stem = coalesce((SELECT i.file_stem FROM product_images i WHERE i.store_id = media.store_id AND i.media_id = media.id LIMIT 1), 'image'),
  (format, byte_count, width_px, height_px) =
    (SELECT format, byte_count, width_px, height_px FROM blobs WHERE blobs.id = media.blob_id);

UPDATE product_images SET (width_px, height_px) =
  (SELECT width_px, height_px FROM media WHERE media.store_id = product_images.store_id AND media.id = product_images.media_id);

CREATE UNIQUE INDEX media_by_filename ON media (store_id, folder, filename) WHERE filename <> '';

-- A Worker from before this migration still writes while it is applied, and knows none of these columns.
CREATE TRIGGER media_without_name AFTER INSERT ON media WHEN NEW.filename = ''
BEGIN
  UPDATE media SET filename = 'media-' || NEW.id, updated_at = NEW.created_at,
      (format, byte_count, width_px, height_px) =
        (SELECT format, byte_count, width_px, height_px FROM blobs WHERE id = NEW.blob_id)
    WHERE store_id = NEW.store_id AND id = NEW.id;
END;

CREATE TRIGGER product_images_without_size AFTER INSERT ON product_images WHEN NEW.width_px = 0
BEGIN
  UPDATE product_images SET (width_px, height_px, media_alt_text) =
      (SELECT width_px, height_px, alt_text FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
    WHERE store_id = NEW.store_id AND product_id = NEW.product_id AND gallery = NEW.gallery AND id = NEW.id;
END;

CREATE TRIGGER product_images_show_media AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id
BEGIN
  UPDATE product_images SET (width_px, height_px, media_alt_text) =
      (SELECT width_px, height_px, alt_text FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
    WHERE store_id = NEW.store_id AND product_id = NEW.product_id AND gallery = NEW.gallery AND id = NEW.id;
END;

-- Earlier uploads get their own names back, the first of each name; the others keep the number.
UPDATE OR IGNORE media SET filename = original_name WHERE original_name <> '' AND length(original_name) <= 100;

-- An image without a text of its own shows the media's: then its product has changed, too, and lists have a new ETag.
CREATE TRIGGER media_alt_text_shows AFTER UPDATE OF alt_text ON media
WHEN NEW.alt_text IS NOT OLD.alt_text
BEGIN
  UPDATE products SET version = version + 1, changed_at = NEW.updated_at
    WHERE store_id = NEW.store_id AND id IN
      (SELECT product_id FROM product_images INDEXED BY product_images_by_media
        WHERE store_id = NEW.store_id AND media_id = NEW.id AND description = '');
  UPDATE product_images SET media_alt_text = NEW.alt_text WHERE (store_id, product_id, gallery, id) IN
    (SELECT store_id, product_id, gallery, id FROM product_images INDEXED BY product_images_by_media
      WHERE store_id = NEW.store_id AND media_id = NEW.id);
END;

-- Media that nobody kept go with their images, too often for this: the sweep finds what was rendered of them.
CREATE TRIGGER media_drop_renditions AFTER DELETE ON media WHEN OLD.is_kept = 1
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', 'derived/' || hash || '/media/' || OLD.id || '/', CAST(unixepoch('subsec') * 1000 AS INTEGER)
      FROM stores WHERE id = OLD.store_id;
END;

-- Private key and secret of signed calls, sealed with a secret of the Worker; NULL: the store has none.
ALTER TABLE stores ADD COLUMN sealed_signing_keys TEXT;

-- One handshake: the client's signature names it, the server's is part of every fingerprint that follows.
CREATE TABLE signing_sessions (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  token_digest TEXT NOT NULL,
  client_signature TEXT NOT NULL,
  server_signature TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, token_digest, client_signature)
) WITHOUT ROWID;

CREATE INDEX signing_sessions_by_expiry ON signing_sessions (expires_at);

-- Sessions of old keys end with them.
CREATE TRIGGER stores_end_sessions AFTER UPDATE OF sealed_signing_keys ON stores
WHEN NEW.sealed_signing_keys IS NOT OLD.sealed_signing_keys
BEGIN
  DELETE FROM signing_sessions WHERE store_id = NEW.id;
END;
