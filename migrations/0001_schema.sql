-- The whole schema, by topic. What each table, key, view and trigger is for: docs/storage.md.
-- Times are milliseconds since 1970, UTC. Every row belongs to one store, and every query names it.
--
-- A trigger stands with the table whose change it answers. Its body may name tables that come later, for a body is
-- looked at when it runs. A hosted database cuts this file at semicolons: comments have none, and no quotes either.

CREATE VIEW clock (now_ms) AS SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER);

-- What a text without words may consist of: the same characters that trim takes away in JavaScript.
CREATE VIEW white_space (characters) AS
  SELECT char(9, 10, 11, 12, 13, 32, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233,
    8239, 8287, 12288, 65279);

-- Stores and tokens

CREATE TABLE stores (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  -- Raised with every change of the settings and of the name: lists showing URLs of another size have another ETag.
  settings_version INTEGER NOT NULL DEFAULT 1,
  -- When the settings last changed, for Last-Modified: they decide the sizes in the URLs that answers show.
  settings_changed_at INTEGER NOT NULL DEFAULT 0,
  -- Private key and secret of signed calls, sealed with a secret of the Worker. NULL: the store has none.
  sealed_signing_keys TEXT,
  created_at INTEGER NOT NULL
);

-- A store as JSON: what a token carries of it, and what a job is run with.
CREATE VIEW store_json (store_id, store) AS
  SELECT id, json_object('id', id, 'hash', hash, 'name', name, 'settings', settings,
      'settings_version', settings_version, 'settings_changed_at', settings_changed_at,
      'has_webhooks', EXISTS (SELECT 1 FROM webhooks WHERE store_id = stores.id AND status = 'active'))
    FROM stores;

-- What the keys of all renditions of a store begin with.
CREATE VIEW rendition_roots (store_id, root) AS SELECT id, 'derived/' || hash || '/' FROM stores;

CREATE TRIGGER stores_get_counters AFTER INSERT ON stores
BEGIN
  INSERT INTO store_counters (store_id) VALUES (NEW.id);
END;

CREATE TRIGGER stores_settings_version AFTER UPDATE OF settings, name ON stores
WHEN NEW.settings IS NOT OLD.settings OR NEW.name IS NOT OLD.name
BEGIN
  UPDATE stores SET settings_version = OLD.settings_version + 1, settings_changed_at = (SELECT now_ms FROM clock)
    WHERE id = NEW.id;
END;

CREATE TRIGGER stores_to_tokens AFTER UPDATE OF name, settings_version ON stores
BEGIN
  UPDATE tokens SET store = (SELECT store FROM store_json WHERE store_id = NEW.id)
    WHERE store_id = NEW.id AND revoked_at IS NULL;
END;

-- Sessions of old keys end with them.
CREATE TRIGGER stores_end_sessions AFTER UPDATE OF sealed_signing_keys ON stores
WHEN NEW.sealed_signing_keys IS NOT OLD.sealed_signing_keys
BEGIN
  DELETE FROM signing_sessions WHERE store_id = NEW.id;
END;

-- Sizes

-- The widths that anybody may ask for. delivery/width-ladder.ts has the same.
CREATE VIEW width_ladder (width_px) AS
  VALUES (96), (128), (160), (213), (284), (320), (379), (400), (480), (640), (800), (960), (1080), (1280), (1600), (1920), (2560);

-- The boxes that vendors know, where the settings have no others. model/settings.ts has the same.
CREATE VIEW vendor_sizes (path, name, width_px, height_px) AS
  VALUES ('$.presets.zoom', 'zoom', 1280, 1280), ('$.presets.standard', 'standard', 386, 513),
    ('$.presets.thumbnail', 'thumbnail', 220, 290), ('$.presets.tiny', 'tiny', 44, 58),
    ('$.cuts.big', 'cut big', 1024, 768), ('$.cuts.detail', 'cut detail', 360, 270),
    ('$.cuts.category', 'cut category', 216, 105), ('$.cuts.related', 'cut related', 100, 100);

-- The sizes that a store offers now. A fit is what URLs have after the box: nothing where a picture is fitted in.
CREATE VIEW current_sizes (store_id, name, width_px, height_px, fit) AS
  SELECT s.id, v.name, coalesce(s.settings ->> (v.path || '.widthPx'), v.width_px),
      coalesce(s.settings ->> (v.path || '.heightPx'), v.height_px), ''
    FROM stores AS s, vendor_sizes AS v
  UNION ALL
  SELECT s.id, size.value ->> 'name', size.value ->> 'widthPx', size.value ->> 'heightPx',
      iif(size.value ->> 'fit' = 'cover', '.cover',
        iif(size.value ->> 'fit' = 'pad', '.pad-' || lower(substr(coalesce(size.value ->> 'background', '#ffffff'), 2)), ''))
    FROM stores AS s, json_each(s.settings, '$.sizes') AS size;

-- The same as URLs name them, and the proportions of those that are not fitted in at every width of the ladder.
CREATE VIEW sizes_to_offer (store_id, size, name, base_width_px, base_height_px) AS
  SELECT store_id, width_px || '.' || height_px || fit, name, width_px, height_px FROM current_sizes
  UNION ALL
  SELECT c.store_id, l.width_px || '.' || max(1, CAST(round(1.0 * l.width_px * c.height_px / c.width_px) AS INTEGER)) || c.fit,
      NULL, c.width_px, c.height_px
    FROM current_sizes AS c, width_ladder AS l WHERE c.fit <> '';

-- Every size that a store has ever offered, as URLs name it: those are served for ever.
CREATE TABLE offered_sizes (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  size TEXT NOT NULL,
  -- NULL: not a size of the store, but one of its proportions at a width of the ladder.
  name TEXT,
  -- The size of the store that it is, or whose proportions it has.
  base_width_px INTEGER NOT NULL,
  base_height_px INTEGER NOT NULL,
  offered_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, size)
) WITHOUT ROWID;

CREATE TRIGGER stores_offer_sizes AFTER INSERT ON stores
BEGIN
  INSERT INTO offered_sizes (store_id, size, name, base_width_px, base_height_px, offered_at)
    SELECT store_id, size, name, base_width_px, base_height_px, now_ms
      FROM sizes_to_offer, clock WHERE store_id = NEW.id ORDER BY name IS NULL
    ON CONFLICT (store_id, size) DO NOTHING;
END;

-- Sizes are never taken back, and so there is an end to how many a store may have.
CREATE TRIGGER stores_offer_changed_sizes AFTER UPDATE OF settings, name ON stores
WHEN NEW.settings -> '$.presets' IS NOT OLD.settings -> '$.presets' OR NEW.settings -> '$.cuts' IS NOT OLD.settings -> '$.cuts'
  OR NEW.settings -> '$.sizes' IS NOT OLD.settings -> '$.sizes'
BEGIN
  INSERT INTO offered_sizes (store_id, size, name, base_width_px, base_height_px, offered_at)
    SELECT store_id, size, name, base_width_px, base_height_px, now_ms
      FROM sizes_to_offer, clock WHERE store_id = NEW.id ORDER BY name IS NULL
    ON CONFLICT (store_id, size) DO UPDATE SET
      name = iif(name IS NULL OR name GLOB 'cut *', coalesce(excluded.name, name), name),
      base_width_px = iif(excluded.name IS NULL, base_width_px, excluded.base_width_px),
      base_height_px = iif(excluded.name IS NULL, base_height_px, excluded.base_height_px);
  SELECT RAISE(ABORT, 'too_many_sizes') WHERE (SELECT count(*) FROM offered_sizes WHERE store_id = NEW.id) > 4000;
END;

-- Counters and tokens

-- The web origins in the settings of all stores, because a preflight names an origin and no store.
CREATE TABLE store_origins (
  origin TEXT NOT NULL,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  PRIMARY KEY (origin, store_id)
) WITHOUT ROWID;

CREATE TRIGGER stores_get_origins AFTER INSERT ON stores
BEGIN
  INSERT INTO store_origins (origin, store_id)
    SELECT DISTINCT value, NEW.id FROM json_each(NEW.settings, '$.origins');
END;

CREATE TRIGGER stores_change_origins AFTER UPDATE OF settings, name ON stores
WHEN NEW.settings ->> '$.origins' IS NOT OLD.settings ->> '$.origins'
BEGIN
  DELETE FROM store_origins WHERE store_id = NEW.id
    AND origin IN (SELECT value FROM json_each(OLD.settings, '$.origins'));
  INSERT INTO store_origins (origin, store_id)
    SELECT DISTINCT value, NEW.id FROM json_each(NEW.settings, '$.origins');
END;

CREATE TABLE store_counters (
  store_id INTEGER PRIMARY KEY REFERENCES stores (id),
  last_image_id INTEGER NOT NULL DEFAULT 0,
  last_media_id INTEGER NOT NULL DEFAULT 0,
  -- The numbers from 9000000000000001 to 9006999999999999 are assigned by us, in sequence, to products first seen by GUID.
  last_assigned_product_id INTEGER NOT NULL DEFAULT 9000000000000000,
  shop_image_count INTEGER NOT NULL DEFAULT 0 CHECK (shop_image_count >= 0)
);

-- What a store held when its rows were last counted.
CREATE TABLE store_counts (
  store_id INTEGER PRIMARY KEY REFERENCES stores (id),
  products INTEGER NOT NULL,
  images INTEGER NOT NULL,
  media INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  counted_at INTEGER NOT NULL
);

-- What a store used in a month, as the isolates tell it now and then: for people, not for bills.
CREATE TABLE store_usage (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  requests INTEGER NOT NULL,
  renditions INTEGER NOT NULL,
  PRIMARY KEY (store_id, month)
) WITHOUT ROWID;

-- Only the SHA-256 of a token is kept.
CREATE TABLE tokens (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  -- What the journal and people call it by. Says nothing about the token itself.
  id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(6)))),
  store_id INTEGER NOT NULL REFERENCES stores (id),
  label TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
  -- The APIs that the token works for, as a JSON array of names. NULL: all of them.
  apis TEXT CHECK (apis IS NULL OR json_array_length(apis) > 0),
  -- The store as JSON, so that finding out who asks costs one row. Triggers write it, and nobody else does.
  store TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(store)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) WITHOUT ROWID;

-- Those that were revoked stand behind the others, so that however many there are, nobody reads them.
CREATE INDEX tokens_by_store ON tokens (store_id, revoked_at);

CREATE TRIGGER tokens_carry_store AFTER INSERT ON tokens
BEGIN
  UPDATE tokens SET store = (SELECT store FROM store_json WHERE store_id = NEW.store_id) WHERE digest = NEW.digest;
END;

-- Keys with which a store signs URLs of pictures by itself. Their secrets are derived from one of the service, and a key
-- is revoked by removing its row.
CREATE TABLE url_keys (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- Part of the URLs that it signs, and never used again: the id of the secret of the service, a dot, and random digits.
  id TEXT NOT NULL,
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

-- One handshake: the signature of the client names it, that of the server is part of every fingerprint that follows.
CREATE TABLE signing_sessions (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  token_digest TEXT NOT NULL,
  client_signature TEXT NOT NULL,
  server_signature TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, token_digest, client_signature)
) WITHOUT ROWID;

CREATE INDEX signing_sessions_by_expiry ON signing_sessions (expires_at);

-- Products

CREATE TABLE products (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  id INTEGER NOT NULL CHECK (id > 0),
  guid TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- The journal row of this version: the end of the chain of its rows. 0: it was registered, and never written to.
  last_seq INTEGER NOT NULL DEFAULT 0,
  -- All galleries together: the cap.
  image_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_full CHECK (image_count BETWEEN 0 AND 1000),
  -- What the texts of its images take in an answer. No row and no answer may be of more than 2,000,000 bytes.
  text_bytes INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_texts_full CHECK (text_bytes BETWEEN 0 AND 1500000),
  -- The ids of gallery shop, ascending: finds the first id of any page without reading the pages before it.
  shop_image_ids TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  -- What lists of products show of gallery shop, so that they need not read its images. First its main image, which the
  -- gallery decides and each journal row says. NULL: there is none.
  main_image_id INTEGER,
  -- How many images have no description, or a blank one, and how many show bytes that an earlier one of these shows.
  no_alt_count INTEGER NOT NULL DEFAULT 0,
  duplicate_count INTEGER NOT NULL DEFAULT 0,
  -- How many images there are with a text in each of the other languages, of each size in pixels, and of each blob.
  shop_alts TEXT NOT NULL DEFAULT '{}' CONSTRAINT product_languages_full CHECK (octet_length(shop_alts) <= 2000),
  shop_sizes TEXT NOT NULL DEFAULT '{}',
  shop_blobs TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX products_by_guid ON products (store_id, guid);
CREATE INDEX products_by_change ON products (store_id, changed_at);

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

-- Only the next number may be assigned, and only to a row without images: no shop can take such a number by using it.
CREATE TRIGGER products_take_assigned_id AFTER INSERT ON products
WHEN NEW.id BETWEEN 9000000000000001 AND 9006999999999999
BEGIN
  SELECT RAISE(ABORT, 'product_id_not_assigned')
    WHERE NEW.version <> 0
      OR NEW.id IS NOT (SELECT last_assigned_product_id + 1 FROM store_counters WHERE store_id = NEW.store_id);
  UPDATE store_counters SET last_assigned_product_id = NEW.id WHERE store_id = NEW.store_id;
END;

-- A GUID of the form that we derive belongs to the product whose number stands in it, and to no other.
CREATE TRIGGER products_keep_derived_guids AFTER INSERT ON products
WHEN NEW.guid GLOB '????????-7669-8747-8???-????????????'
  AND NEW.guid IS NOT printf('%08x-7669-8747-8%03x-%012x', NEW.store_id, NEW.id >> 48, NEW.id & 281474976710655)
BEGIN
  SELECT RAISE(ABORT, 'guid_of_another_product');
END;

-- Journal

-- One row for each command, in the order in which they were committed: what retries, history, undo and events read.
CREATE TABLE journal (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- Counts the rows of the store, without gaps.
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- NULL: a change to the library, a job, or something else that belongs to no product.
  product_id INTEGER,
  -- The version of the product after it, and the journal row of the version before, 0 for the first.
  version INTEGER,
  previous_seq INTEGER,
  operation_id TEXT NOT NULL,
  -- The Idempotency-Key with what it is unique in, for as long as it counts, and the fingerprint of the request.
  key_scope TEXT,
  key TEXT,
  fingerprint TEXT,
  -- Who: the id and the label of a token, or a job. Neither: the operator, or the service itself.
  token_id TEXT,
  token_label TEXT,
  job_id TEXT,
  -- By which API. NULL: by none.
  api TEXT,
  type TEXT NOT NULL,
  -- The last image id of the store before it: what it creates has the numbers that follow.
  last_image_id INTEGER NOT NULL DEFAULT 0,
  -- The same before the first of the commands in a row on this product that the same job gave.
  run_image_id INTEGER NOT NULL DEFAULT 0,
  -- The main image of the product after it, 0 where there is none. NULL: the same as before.
  main_image_id INTEGER,
  -- What it changed, and the changed rows as they were before: gallery/journal-entry.ts.
  change TEXT NOT NULL CHECK (json_valid(change)) CONSTRAINT journal_row_full CHECK (octet_length(change) <= 1900000),
  CHECK ((product_id IS NULL) = (version IS NULL) AND (product_id IS NULL) = (previous_seq IS NULL)),
  CHECK ((key IS NULL) = (key_scope IS NULL)),
  PRIMARY KEY (store_id, seq)
) WITHOUT ROWID;

-- An Idempotency-Key takes effect once.
CREATE UNIQUE INDEX journal_by_key ON journal (store_id, key_scope, key) WHERE key IS NOT NULL;

-- What a command with a key was answered, beside its journal row, for both together may be longer than a row can be.
CREATE TABLE answers (
  store_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  PRIMARY KEY (store_id, seq)
) WITHOUT ROWID;

-- The number that the next row of a store gets.
CREATE VIEW next_seq (store_id, seq) AS
  SELECT id, coalesce((SELECT max(seq) FROM journal WHERE store_id = stores.id), 0) + 1 FROM stores;

-- Not by next_seq where all is well, for that reads the row of the store as well.
CREATE TRIGGER journal_without_gaps BEFORE INSERT ON journal
WHEN NEW.seq - 1 IS NOT coalesce((SELECT max(seq) FROM journal WHERE store_id = NEW.store_id), 0)
BEGIN
  SELECT RAISE(ABORT, 'journal_out_of_order')
    WHERE NEW.type <> 'store.restored' OR NEW.seq < (SELECT seq FROM next_seq WHERE store_id = NEW.store_id);
END;

-- A writer whose copy of the product is old is refused here, with everything else in its batch.
CREATE TRIGGER journal_follows_version BEFORE INSERT ON journal
WHEN NEW.product_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'stale_version') WHERE NEW.version - 1 IS NOT
    coalesce((SELECT version FROM products WHERE store_id = NEW.store_id AND id = NEW.product_id), 0);
END;

-- The item of a job that has ended, as failed for example, can take no effect any more.
CREATE TRIGGER journal_of_pending_items BEFORE INSERT ON journal
WHEN NEW.key_scope GLOB 'job:*'
BEGIN
  SELECT RAISE(ABORT, 'item_has_ended') WHERE EXISTS
    (SELECT 1 FROM job_items WHERE job_id = substr(NEW.key_scope, 5) AND idx = CAST(NEW.key AS INTEGER) AND status <> 'pending');
END;

-- Each version of a product has one journal row. The row of a product that is new is inserted after this.
CREATE TRIGGER journal_raises_version AFTER INSERT ON journal
WHEN NEW.product_id IS NOT NULL
BEGIN
  UPDATE products SET version = NEW.version, last_seq = NEW.seq, changed_at = NEW.at,
      main_image_id = nullif(coalesce(NEW.main_image_id, main_image_id), 0)
    WHERE store_id = NEW.store_id AND id = NEW.product_id;
END;

CREATE TRIGGER journal_stays BEFORE UPDATE OF store_id, seq, at, product_id, version, previous_seq, operation_id, type, change ON journal
BEGIN
  SELECT RAISE(ABORT, 'journal_is_written_once');
END;

-- Library: blobs and media

CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  sha256 TEXT NOT NULL,
  original_key TEXT NOT NULL,
  -- What renditions are made from where that is not the original: see storage.md.
  render_key TEXT,
  format TEXT NOT NULL,
  byte_count INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  frame_count INTEGER NOT NULL,
  has_alpha INTEGER NOT NULL,
  -- What is shown before the picture has come: a ThumbHash in base64, and the dominant colour as #rrggbb.
  -- Both are null where none could be made.
  thumb_hash TEXT,
  color TEXT,
  created_at INTEGER NOT NULL,
  -- When the Images service last refused it and nothing of it could be mended.
  refused_at INTEGER,
  -- When somebody last began to mend it, so that nobody else does at the same time.
  mend_began_at INTEGER
);

-- The hash as bytes, half as long as its text. What is no hash, as of bytes that are lost, is its text.
CREATE UNIQUE INDEX blobs_by_content ON blobs (store_id, coalesce(unhex(sha256), sha256));
CREATE UNIQUE INDEX blobs_by_original_key ON blobs (original_key);
CREATE INDEX blobs_by_render_key ON blobs (render_key) WHERE render_key IS NOT NULL;

-- Bytes that lay about for longer may have been swept meanwhile: they can no longer become part of the catalogue.
CREATE TRIGGER blobs_are_fresh BEFORE INSERT ON blobs
WHEN NEW.created_at < (SELECT now_ms - 600000 FROM clock)
BEGIN
  SELECT RAISE(ABORT, 'upload_too_old');
END;

CREATE TRIGGER blobs_drop_keys AFTER DELETE ON blobs
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'object', OLD.original_key, now_ms FROM clock;
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'object', OLD.render_key, now_ms FROM clock WHERE OLD.render_key IS NOT NULL;
END;

CREATE TABLE media (
  store_id INTEGER NOT NULL REFERENCES stores (id),
  id INTEGER NOT NULL,
  blob_id INTEGER NOT NULL REFERENCES blobs (id),
  folder TEXT NOT NULL CHECK (folder IN ('general', 'product')),
  -- Unique in its folder.
  filename TEXT NOT NULL CHECK (filename <> ''),
  -- The name that the file came with, as it was.
  original_name TEXT NOT NULL,
  -- The safe stem in URLs.
  file_stem TEXT NOT NULL,
  alt_text TEXT NOT NULL,
  -- 1: a person put it in the library, and it stays when the last image that shows it goes.
  is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
  -- What lists show of the blob, which never changes, so that a page reads one row a media.
  format TEXT NOT NULL,
  byte_count INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Since when nothing shows it any more: it is not in the library, and kept only so that a deletion can be undone.
  trashed_at INTEGER CHECK (trashed_at IS NULL OR is_pinned = 0),
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX media_by_filename ON media (store_id, folder, filename) WHERE trashed_at IS NULL;
CREATE INDEX media_by_blob ON media (blob_id);
CREATE INDEX media_by_trashing ON media (store_id, trashed_at) WHERE trashed_at IS NOT NULL;

-- Every place that shows a media. Why the indexes are named: docs/decisions/028-named-indexes.md.
CREATE VIEW media_uses (store_id, media_id) AS
  SELECT store_id, media_id FROM product_images INDEXED BY product_images_by_media
  UNION ALL
  SELECT store_id, media_id FROM variant_images INDEXED BY variant_images_by_media WHERE media_id IS NOT NULL;

CREATE TRIGGER media_ids_rise BEFORE INSERT ON media
BEGIN
  SELECT RAISE(ABORT, 'media_id_taken') FROM store_counters WHERE store_id = NEW.store_id AND last_media_id >= NEW.id;
END;

-- The number of a media that comes with an image or a variant is taken by the row that shows it, in the same batch.
CREATE TRIGGER media_take_id AFTER INSERT ON media
WHEN NEW.is_pinned = 1
BEGIN
  UPDATE store_counters SET last_media_id = max(last_media_id, NEW.id) WHERE store_id = NEW.store_id;
END;

-- An image without a text of its own shows that of its media: then its product has changed, too, which its journal says.
-- The row of the change to the library is the last one before, and says who made it.
CREATE TRIGGER media_alt_text_shows AFTER UPDATE OF alt_text ON media
WHEN NEW.alt_text IS NOT OLD.alt_text
BEGIN
  INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, token_id, token_label, job_id,
      api, type, last_image_id, change)
    SELECT next.store_id, next.seq - 1 + row_number() OVER (ORDER BY p.id), NEW.updated_at, p.id, p.version + 1, p.last_seq,
        coalesce(cause.operation_id, 'media ' || next.seq) || '/' || p.id, cause.token_id, cause.token_label, cause.job_id, cause.api, 'images.updated',
        (SELECT last_image_id FROM store_counters WHERE store_id = NEW.store_id),
        json_object('mediaAlt', json_object('mediaId', NEW.id, 'imageIds', json((SELECT json_group_array(id)
          FROM product_images INDEXED BY product_images_by_media
          WHERE store_id = NEW.store_id AND media_id = NEW.id AND product_id = p.id AND description = ''))))
      FROM next_seq AS next LEFT JOIN journal AS cause
        ON cause.store_id = next.store_id AND cause.seq = next.seq - 1 AND cause.type = 'media.updated'
      JOIN products AS p ON p.store_id = next.store_id
      WHERE next.store_id = NEW.store_id AND p.id IN
        (SELECT product_id FROM product_images INDEXED BY product_images_by_media
          WHERE store_id = NEW.store_id AND media_id = NEW.id AND description = '')
      ORDER BY p.id;
  UPDATE product_images SET media_alt_text = NEW.alt_text WHERE (store_id, product_id, gallery, id) IN
    (SELECT store_id, product_id, gallery, id FROM product_images INDEXED BY product_images_by_media
      WHERE store_id = NEW.store_id AND media_id = NEW.id);
END;

CREATE TRIGGER media_in_use BEFORE DELETE ON media
WHEN EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'media_in_use');
END;

CREATE TRIGGER media_release_blob AFTER DELETE ON media
BEGIN
  DELETE FROM blobs WHERE id = OLD.blob_id
    AND NOT EXISTS (SELECT 1 FROM media WHERE blob_id = OLD.blob_id);
END;

-- An image whose media is gone cannot come back.
CREATE TRIGGER media_release_trashed_images AFTER DELETE ON media
WHEN EXISTS (SELECT 1 FROM trashed_images WHERE store_id = OLD.store_id AND media_id = OLD.id)
BEGIN
  DELETE FROM trashed_images WHERE store_id = OLD.store_id AND media_id = OLD.id;
END;

CREATE TRIGGER media_hide AFTER UPDATE OF trashed_at ON media
WHEN OLD.trashed_at IS NULL AND NEW.trashed_at IS NOT NULL
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || 'media/' || OLD.id || '/', NEW.trashed_at
      FROM rendition_roots WHERE store_id = OLD.store_id;
END;

CREATE TRIGGER media_drop_renditions AFTER DELETE ON media
WHEN OLD.trashed_at IS NULL
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || 'media/' || OLD.id || '/', now_ms
      FROM rendition_roots, clock WHERE store_id = OLD.store_id;
END;

-- Images

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
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  media_alt_text TEXT NOT NULL,
  -- Part of every URL. New bytes and another focal point get one that the image never had before, and undoing gives them
  -- back the old one.
  revision INTEGER NOT NULL,
  last_revision INTEGER NOT NULL CHECK (last_revision >= revision),
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  -- What crops are made around, as fractions of width and height as displayed. NULL: the middle.
  focal_x REAL CHECK (focal_x BETWEEN 0 AND 1),
  focal_y REAL CHECK (focal_y BETWEEN 0 AND 1),
  -- 1: its focal point has changed, and earlier_revisions may have rows of it. All others need not be looked for there.
  has_earlier_revisions INTEGER NOT NULL DEFAULT 0 CHECK (has_earlier_revisions IN (0, 1)),
  -- The texts in languages other than the default one, whose text is the description. None of them is blank.
  alts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(alts)),
  -- That of the media: equal for equal bytes.
  blob_id INTEGER NOT NULL,
  CHECK ((focal_x IS NULL) = (focal_y IS NULL)),
  PRIMARY KEY (store_id, product_id, gallery, id),
  FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id)
) WITHOUT ROWID;

CREATE UNIQUE INDEX product_images_by_id ON product_images (store_id, id);
CREATE INDEX product_images_by_media ON product_images (store_id, media_id);
CREATE UNIQUE INDEX product_images_one_thumbnail ON product_images (store_id, product_id) WHERE is_thumbnail = 1;

-- No image without its media. A foreign key would hold the same, but the planner answers it by reading all images of
-- the store (docs/decisions/028-named-indexes.md).
CREATE TRIGGER product_images_have_media BEFORE INSERT ON product_images
WHEN NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id AND trashed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER product_images_keep_media BEFORE UPDATE OF media_id ON product_images
WHEN NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id AND trashed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER product_images_counted AFTER INSERT ON product_images
BEGIN
  UPDATE products SET
      image_count = image_count + 1,
      text_bytes = text_bytes
        + length(CAST(json_quote(NEW.description) || json_quote(NEW.media_alt_text) || NEW.alts AS BLOB)) - 2,
      -- A new image has the highest id. One that comes back from the trash finds its place among the others.
      shop_image_ids = iif(NEW.gallery <> 'shop', shop_image_ids,
        iif(NEW.id > coalesce(json_extract(shop_image_ids, '$[#-1]'), 0), json_insert(shop_image_ids, '$[#]', NEW.id),
          (SELECT json_group_array(value ORDER BY value)
            FROM (SELECT value FROM json_each(shop_image_ids) UNION ALL SELECT NEW.id)))),
      no_alt_count = no_alt_count
        + (NEW.gallery = 'shop' AND trim(NEW.description, (SELECT characters FROM white_space)) = ''),
      duplicate_count = duplicate_count + (NEW.gallery = 'shop' AND json_extract(shop_blobs, '$.' || NEW.blob_id) IS NOT NULL),
      shop_alts = iif(NEW.gallery <> 'shop' OR NEW.alts = '{}', shop_alts,
        (SELECT json_group_object(key, coalesce(shop_alts ->> fullkey, 0) + (NEW.alts -> fullkey IS NOT NULL))
          FROM json_each(json_patch(shop_alts, NEW.alts)))),
      shop_sizes = iif(NEW.gallery <> 'shop', shop_sizes, json_set(shop_sizes, '$.' || NEW.width_px || 'x' || NEW.height_px,
        1 + coalesce(json_extract(shop_sizes, '$.' || NEW.width_px || 'x' || NEW.height_px), 0))),
      shop_blobs = iif(NEW.gallery <> 'shop', shop_blobs, json_set(shop_blobs, '$.' || NEW.blob_id,
        1 + coalesce(json_extract(shop_blobs, '$.' || NEW.blob_id), 0)))
    WHERE store_id = NEW.store_id AND id = NEW.product_id;
  UPDATE store_counters SET
      last_image_id = max(last_image_id, NEW.id),
      last_media_id = max(last_media_id, NEW.media_id),
      shop_image_count = shop_image_count + (NEW.gallery = 'shop')
    WHERE store_id = NEW.store_id;
END;

CREATE TRIGGER product_images_uncounted AFTER DELETE ON product_images
BEGIN
  UPDATE products SET
      image_count = image_count - 1,
      text_bytes = text_bytes
        - length(CAST(json_quote(OLD.description) || json_quote(OLD.media_alt_text) || OLD.alts AS BLOB)) + 2,
      shop_image_ids = iif(
        OLD.gallery = 'shop',
        '[' || trim(replace(',' || substr(shop_image_ids, 2, length(shop_image_ids) - 2) || ',', ',' || OLD.id || ',', ','), ',') || ']',
        shop_image_ids),
      no_alt_count = no_alt_count
        - (OLD.gallery = 'shop' AND trim(OLD.description, (SELECT characters FROM white_space)) = ''),
      duplicate_count = duplicate_count - (OLD.gallery = 'shop' AND json_extract(shop_blobs, '$.' || OLD.blob_id) > 1),
      shop_alts = iif(OLD.gallery <> 'shop' OR OLD.alts = '{}', shop_alts,
        (SELECT json_group_object(key, value - (OLD.alts -> fullkey IS NOT NULL)) FROM json_each(shop_alts)
          WHERE value > (OLD.alts -> fullkey IS NOT NULL))),
      shop_sizes = iif(OLD.gallery <> 'shop', shop_sizes,
        iif(json_extract(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px) > 1,
          json_set(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px,
            json_extract(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px) - 1),
          json_remove(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px))),
      shop_blobs = iif(OLD.gallery <> 'shop', shop_blobs,
        iif(json_extract(shop_blobs, '$.' || OLD.blob_id) > 1,
          json_set(shop_blobs, '$.' || OLD.blob_id, json_extract(shop_blobs, '$.' || OLD.blob_id) - 1),
          json_remove(shop_blobs, '$.' || OLD.blob_id)))
    WHERE store_id = OLD.store_id AND id = OLD.product_id;
  UPDATE store_counters SET shop_image_count = shop_image_count - (OLD.gallery = 'shop')
    WHERE store_id = OLD.store_id;
  UPDATE variant_images SET image_id = NULL WHERE store_id = OLD.store_id AND image_id = OLD.id;
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || OLD.product_id || '/' || OLD.id || '/', now_ms
      FROM rendition_roots, clock WHERE store_id = OLD.store_id;
END;

-- A store has so many languages at most. Texts in those that it has dropped are kept, and must not become ever more.
CREATE TRIGGER product_images_limit_languages BEFORE UPDATE OF alts ON product_images
WHEN NEW.alts <> OLD.alts
BEGIN
  SELECT RAISE(ABORT, 'product_languages_full') WHERE (SELECT count(*) FROM json_each(NEW.alts)) > 20;
END;

-- One row however much has changed of the image: the product is counted anew in one go.
CREATE TRIGGER product_images_changes_counted
AFTER UPDATE OF description, alts, media_alt_text, width_px, height_px, blob_id ON product_images
WHEN (NEW.description, NEW.alts, NEW.media_alt_text, NEW.width_px, NEW.height_px, NEW.blob_id)
  IS NOT (OLD.description, OLD.alts, OLD.media_alt_text, OLD.width_px, OLD.height_px, OLD.blob_id)
BEGIN
  UPDATE products SET
      text_bytes = text_bytes
        + length(CAST(json_quote(NEW.description) || json_quote(NEW.media_alt_text) || NEW.alts AS BLOB))
        - length(CAST(json_quote(OLD.description) || json_quote(OLD.media_alt_text) || OLD.alts AS BLOB)),
      no_alt_count = no_alt_count + iif(NEW.gallery <> 'shop', 0,
        (trim(NEW.description, (SELECT characters FROM white_space)) = '')
          - (trim(OLD.description, (SELECT characters FROM white_space)) = '')),
      duplicate_count = duplicate_count + iif(NEW.gallery <> 'shop' OR NEW.blob_id = OLD.blob_id, 0,
        (json_extract(shop_blobs, '$.' || NEW.blob_id) IS NOT NULL) - (json_extract(shop_blobs, '$.' || OLD.blob_id) > 1)),
      shop_alts = iif(NEW.gallery <> 'shop' OR NEW.alts = OLD.alts, shop_alts,
        (SELECT json_group_object(key, total) FROM (SELECT key, coalesce(shop_alts ->> fullkey, 0)
            + (NEW.alts -> fullkey IS NOT NULL) - (OLD.alts -> fullkey IS NOT NULL) AS total
          FROM json_each(json_patch(shop_alts, NEW.alts))) WHERE total > 0)),
      shop_sizes = iif(NEW.gallery <> 'shop' OR (NEW.width_px = OLD.width_px AND NEW.height_px = OLD.height_px), shop_sizes,
        json_set(iif(json_extract(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px) > 1,
            json_set(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px,
              json_extract(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px) - 1),
            json_remove(shop_sizes, '$.' || OLD.width_px || 'x' || OLD.height_px)),
          '$.' || NEW.width_px || 'x' || NEW.height_px,
          1 + coalesce(json_extract(shop_sizes, '$.' || NEW.width_px || 'x' || NEW.height_px), 0))),
      shop_blobs = iif(NEW.gallery <> 'shop' OR NEW.blob_id = OLD.blob_id, shop_blobs,
        json_set(iif(json_extract(shop_blobs, '$.' || OLD.blob_id) > 1,
            json_set(shop_blobs, '$.' || OLD.blob_id, json_extract(shop_blobs, '$.' || OLD.blob_id) - 1),
            json_remove(shop_blobs, '$.' || OLD.blob_id)),
          '$.' || NEW.blob_id, 1 + coalesce(json_extract(shop_blobs, '$.' || NEW.blob_id), 0)))
    WHERE store_id = NEW.store_id AND id = NEW.product_id;
END;

-- Whoever gives an image another media and names its blob says what it shows as well, in the same row. Where the blob is
-- left out all of it is said here.
CREATE TRIGGER product_images_show_media AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id AND NEW.blob_id IS OLD.blob_id AND (NEW.width_px, NEW.height_px, NEW.media_alt_text, NEW.blob_id) IS NOT
  (SELECT width_px, height_px, alt_text, blob_id FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
BEGIN
  UPDATE product_images SET (width_px, height_px, media_alt_text, blob_id) =
      (SELECT width_px, height_px, alt_text, blob_id FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id)
    WHERE store_id = NEW.store_id AND product_id = NEW.product_id AND gallery = NEW.gallery AND id = NEW.id;
END;

CREATE TRIGGER product_images_take_media_id AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id
BEGIN
  UPDATE store_counters SET last_media_id = max(last_media_id, NEW.media_id) WHERE store_id = NEW.store_id;
END;

CREATE TRIGGER product_images_replaced AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || OLD.product_id || '/' || OLD.id || '/' || OLD.revision || '/', now_ms
      FROM rendition_roots, clock WHERE store_id = OLD.store_id;
END;

-- Other bytes leave nothing of the old ones, whatever revision it was made for. Rows of bytes that cannot come back go.
CREATE TRIGGER product_images_replaced_revisions AFTER UPDATE OF media_id ON product_images
WHEN OLD.has_earlier_revisions = 1 AND NEW.media_id IS NOT OLD.media_id
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || OLD.product_id || '/' || OLD.id || '/' || earlier.revision || '/', now_ms
      FROM earlier_revisions AS earlier CROSS JOIN rendition_roots AS roots CROSS JOIN clock
      WHERE earlier.store_id = OLD.store_id AND earlier.image_id = OLD.id AND earlier.media_id = OLD.media_id
        AND earlier.revision <> OLD.revision AND roots.store_id = OLD.store_id;
  DELETE FROM earlier_revisions WHERE store_id = OLD.store_id AND image_id = OLD.id AND media_id <> NEW.media_id
    AND ((SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) = 0
      OR NOT EXISTS (SELECT 1 FROM media WHERE store_id = OLD.store_id AND id = earlier_revisions.media_id));
END;

-- Another focal point leaves the URLs before it as they were: they name the revision that they had.
CREATE TRIGGER product_images_keep_revision AFTER UPDATE OF revision ON product_images
WHEN NEW.revision IS NOT OLD.revision AND NEW.media_id IS OLD.media_id
BEGIN
  SELECT RAISE(ABORT, 'earlier_revision_unnoted') WHERE NEW.has_earlier_revisions = 0;
  INSERT INTO earlier_revisions (store_id, image_id, revision, media_id, focal_x, focal_y)
    VALUES (OLD.store_id, OLD.id, OLD.revision, OLD.media_id, OLD.focal_x, OLD.focal_y)
    ON CONFLICT DO NOTHING;
END;

-- What nobody uses goes in the same transaction: a media that nobody kept goes to the trash, or where the store has none,
-- it goes with its blob and the keys of the blob.
CREATE TRIGGER product_images_release_media AFTER DELETE ON product_images
BEGIN
  UPDATE media SET trashed_at = (SELECT now_ms FROM clock)
    WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
      AND (SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) > 0;
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

CREATE TRIGGER product_images_release_replaced_media AFTER UPDATE OF media_id ON product_images
WHEN NEW.media_id IS NOT OLD.media_id
BEGIN
  UPDATE media SET trashed_at = (SELECT now_ms FROM clock)
    WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
      AND (SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) > 0;
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

-- What URLs of an image show that name a revision before the present one: for as long as the image has this media.
CREATE TABLE earlier_revisions (
  store_id INTEGER NOT NULL,
  image_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  media_id INTEGER NOT NULL,
  focal_x REAL,
  focal_y REAL,
  PRIMARY KEY (store_id, image_id, revision)
) WITHOUT ROWID;

-- They are kept for an image in the trash, and go with one that is gone for good.
CREATE TRIGGER product_images_drop_revisions AFTER DELETE ON product_images
WHEN OLD.has_earlier_revisions = 1
BEGIN
  DELETE FROM earlier_revisions WHERE store_id = OLD.store_id AND image_id = OLD.id
    AND (SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) = 0;
END;

CREATE TABLE variant_images (
  store_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  variant TEXT NOT NULL,
  -- A reference to an image of the product, or a picture of its own, or neither once the image is gone.
  image_id INTEGER,
  media_id INTEGER,
  file_stem TEXT,
  format TEXT,
  revision INTEGER NOT NULL,
  last_revision INTEGER NOT NULL CHECK (last_revision >= revision),
  modified_at INTEGER NOT NULL,
  CHECK (image_id IS NULL OR media_id IS NULL),
  CHECK ((media_id IS NULL) = (file_stem IS NULL) AND (media_id IS NULL) = (format IS NULL)),
  PRIMARY KEY (store_id, product_id, variant),
  FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id)
) WITHOUT ROWID;

CREATE INDEX variant_images_by_image ON variant_images (store_id, image_id) WHERE image_id IS NOT NULL;
CREATE INDEX variant_images_by_media ON variant_images (store_id, media_id) WHERE media_id IS NOT NULL;

CREATE TRIGGER variant_images_have_media BEFORE INSERT ON variant_images
WHEN NEW.media_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id AND trashed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER variant_images_keep_media BEFORE UPDATE OF media_id ON variant_images
WHEN NEW.media_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM media WHERE store_id = NEW.store_id AND id = NEW.media_id AND trashed_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'media_missing');
END;

CREATE TRIGGER variant_images_take_media_id AFTER INSERT ON variant_images
WHEN NEW.media_id IS NOT NULL
BEGIN
  UPDATE store_counters SET last_media_id = max(last_media_id, NEW.media_id) WHERE store_id = NEW.store_id;
END;

CREATE TRIGGER variant_images_take_replaced_media_id AFTER UPDATE OF media_id ON variant_images
WHEN NEW.media_id IS NOT NULL AND NEW.media_id IS NOT OLD.media_id
BEGIN
  UPDATE store_counters SET last_media_id = max(last_media_id, NEW.media_id) WHERE store_id = NEW.store_id;
END;

CREATE TRIGGER variant_images_replaced AFTER UPDATE OF revision ON variant_images
WHEN OLD.media_id IS NOT NULL AND NEW.revision IS NOT OLD.revision
BEGIN
  INSERT INTO dropped_keys (kind, key, dropped_at)
    SELECT 'renditions', root || OLD.product_id || '/v' || OLD.variant || '/' || OLD.revision || '/', now_ms
      FROM rendition_roots, clock WHERE store_id = OLD.store_id;
END;

CREATE TRIGGER variant_images_release_replaced_media AFTER UPDATE OF media_id ON variant_images
WHEN OLD.media_id IS NOT NULL AND NEW.media_id IS NOT OLD.media_id
BEGIN
  UPDATE media SET trashed_at = (SELECT now_ms FROM clock)
    WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id)
      AND (SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) > 0;
  DELETE FROM media WHERE store_id = OLD.store_id AND id = OLD.media_id AND is_pinned = 0 AND trashed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM media_uses WHERE store_id = OLD.store_id AND media_id = OLD.media_id);
END;

-- Trash

-- For how many days deleted images can come back, 0 where they are gone at once, and for how many the journal is kept.
CREATE VIEW keep_days (store_id, trash_days, history_days) AS
  SELECT id, coalesce(settings ->> '$.trashDays', 30), coalesce(settings ->> '$.historyDays', 30) FROM stores;

-- Deleted images as they were, by the columns of product_images. Their media are kept, in the library or trashed.
CREATE TABLE trashed_images (
  store_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  gallery TEXT NOT NULL,
  media_id INTEGER NOT NULL,
  sort_order INTEGER NOT NULL,
  is_thumbnail INTEGER NOT NULL,
  description TEXT NOT NULL,
  file_stem TEXT NOT NULL,
  format TEXT NOT NULL,
  revision INTEGER NOT NULL,
  last_revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  -- The journal row of the deletion.
  seq INTEGER NOT NULL,
  focal_x REAL CHECK (focal_x BETWEEN 0 AND 1),
  focal_y REAL CHECK (focal_y BETWEEN 0 AND 1),
  has_earlier_revisions INTEGER NOT NULL DEFAULT 0,
  alts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(alts)),
  CHECK ((focal_x IS NULL) = (focal_y IS NULL)),
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

CREATE INDEX trashed_images_by_time ON trashed_images (store_id, deleted_at);
CREATE INDEX trashed_images_by_product ON trashed_images (store_id, product_id);
CREATE INDEX trashed_images_by_media ON trashed_images (store_id, media_id);

CREATE TRIGGER product_images_to_trash AFTER DELETE ON product_images
WHEN (SELECT trash_days FROM keep_days WHERE store_id = OLD.store_id) > 0
BEGIN
  INSERT INTO trashed_images (store_id, id, product_id, gallery, media_id, sort_order, is_thumbnail, description, file_stem,
      format, revision, last_revision, created_at, deleted_at, seq, focal_x, focal_y, has_earlier_revisions, alts)
    SELECT OLD.store_id, OLD.id, OLD.product_id, OLD.gallery, OLD.media_id, OLD.sort_order, OLD.is_thumbnail,
        OLD.description, OLD.file_stem, OLD.format, OLD.revision, OLD.last_revision, OLD.created_at, now_ms,
        coalesce((SELECT max(seq) FROM journal WHERE store_id = OLD.store_id), 0), OLD.focal_x, OLD.focal_y,
        OLD.has_earlier_revisions, OLD.alts
      FROM clock;
END;

-- An image is in the trash or on its product.
CREATE TRIGGER product_images_leave_trash AFTER INSERT ON product_images
BEGIN
  DELETE FROM trashed_images WHERE store_id = NEW.store_id AND id = NEW.id;
END;

-- An image that leaves the trash is on its product again, or gone for good with its earlier revisions.
CREATE TRIGGER trashed_images_drop_revisions AFTER DELETE ON trashed_images
WHEN OLD.has_earlier_revisions = 1
BEGIN
  DELETE FROM earlier_revisions WHERE store_id = OLD.store_id AND image_id = OLD.id
    AND NOT EXISTS (SELECT 1 FROM product_images INDEXED BY product_images_by_id
      WHERE store_id = OLD.store_id AND id = OLD.id);
END;

-- Uploads without a token

-- A URL that takes files for one product, made by a token. Only the SHA-256 of the secret in it is kept.
CREATE TABLE upload_grants (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- The token that made it: without that token the URL is dead.
  token_digest TEXT NOT NULL,
  -- The product by its number, or by a GUID of the shop that has no number yet.
  product_id INTEGER,
  product_guid TEXT,
  max_files INTEGER NOT NULL CHECK (max_files > 0),
  -- How many files were stored through it.
  used_files INTEGER NOT NULL DEFAULT 0 CHECK (used_files BETWEEN 0 AND max_files),
  max_bytes INTEGER NOT NULL CHECK (max_bytes > 0),
  -- The web origin whose pages may read the answers. NULL: all pages.
  origin TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CHECK ((product_id IS NULL) <> (product_guid IS NULL))
) WITHOUT ROWID;

CREATE INDEX upload_grants_open ON upload_grants (store_id, expires_at) WHERE used_files < max_files;
CREATE INDEX upload_grants_by_expiry ON upload_grants (expires_at);

-- What a store may leave open.
CREATE TRIGGER upload_grants_are_limited BEFORE INSERT ON upload_grants
BEGIN
  SELECT RAISE(ABORT, 'too_many_uploads')
    WHERE (SELECT count(*) FROM upload_grants INDEXED BY upload_grants_open
      WHERE store_id = NEW.store_id AND used_files < max_files AND expires_at > NEW.created_at) >= 1000;
END;

-- One row inserted here is one file: it is counted, or refused with everything else in its batch.
CREATE VIEW upload_uses (store_id, digest) AS SELECT store_id, digest FROM upload_grants WHERE used_files > 0;

CREATE TRIGGER upload_uses_are_counted INSTEAD OF INSERT ON upload_uses
BEGIN
  SELECT RAISE(ABORT, 'upload_used_up') WHERE NOT EXISTS (SELECT 1 FROM upload_grants
    WHERE digest = NEW.digest AND store_id = NEW.store_id AND used_files < max_files);
  UPDATE upload_grants SET used_files = used_files + 1 WHERE digest = NEW.digest;
END;

-- Jobs

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- The path that was called.
  endpoint TEXT NOT NULL,
  -- By which API, which words what its items come to. NULL: by none.
  api TEXT,
  language TEXT NOT NULL,
  -- What the URLs of the caller began with: items may not be fetched from there.
  origin TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'running', 'completed', 'failed', 'expired', 'killed')),
  item_count INTEGER NOT NULL CHECK (item_count > 0),
  done_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  -- Stands in the URL of the result, which needs no token.
  result_key TEXT NOT NULL UNIQUE,
  -- How often the job was read before it ended, counted only for stores with that limit.
  read_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  completed_at INTEGER,
  -- By then it has ended, or is ended.
  expires_at INTEGER NOT NULL,
  CHECK (done_count + failed_count <= item_count),
  CHECK ((completed_at IS NULL) = (status IN ('pending', 'running')))
) WITHOUT ROWID;

CREATE INDEX jobs_by_store ON jobs (store_id, created_at);
CREATE INDEX jobs_open_by_store ON jobs (store_id) WHERE completed_at IS NULL;
CREATE INDEX jobs_open ON jobs (expires_at) WHERE completed_at IS NULL;
CREATE INDEX jobs_ended ON jobs (completed_at) WHERE completed_at IS NOT NULL;

-- What a store may leave waiting, so that it cannot fill the database with work. The settings can say otherwise.
CREATE VIEW job_limits (store_id, max_open_jobs, max_waiting_items) AS
  SELECT id, coalesce(settings ->> '$.jobs.maxOpen', 200), coalesce(settings ->> '$.jobs.maxWaitingItems', 20000) FROM stores;

CREATE VIEW open_jobs (store_id, job_count, waiting_count) AS
  SELECT store_id, count(*), sum(item_count - done_count - failed_count)
    FROM jobs INDEXED BY jobs_open_by_store WHERE completed_at IS NULL GROUP BY store_id;

-- A job that is inserted again, because the answer of the database was lost, is refused for its id and not for this.
CREATE TRIGGER jobs_are_limited BEFORE INSERT ON jobs
WHEN NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'too_many_jobs') FROM open_jobs JOIN job_limits USING (store_id)
    WHERE store_id = NEW.store_id AND job_count >= max_open_jobs;
  SELECT RAISE(ABORT, 'too_many_items') FROM job_limits LEFT JOIN open_jobs USING (store_id)
    WHERE store_id = NEW.store_id AND coalesce(waiting_count, 0) + NEW.item_count > max_waiting_items;
END;

-- The rows of a batch file take the place of the item that read it.
CREATE TRIGGER jobs_stay_limited BEFORE UPDATE OF item_count ON jobs
BEGIN
  SELECT RAISE(ABORT, 'too_many_items') FROM job_limits JOIN open_jobs USING (store_id)
    WHERE store_id = NEW.store_id AND waiting_count + NEW.item_count - OLD.item_count > max_waiting_items;
END;

-- The last item ends the job in its own transaction: no runner has to be alive afterwards to do it.
CREATE TRIGGER jobs_end AFTER UPDATE OF done_count, failed_count ON jobs
WHEN NEW.completed_at IS NULL AND NEW.done_count + NEW.failed_count = NEW.item_count
BEGIN
  UPDATE jobs SET
      status = iif(NEW.done_count = 0, 'failed', 'completed'),
      completed_at = (SELECT now_ms FROM clock)
    WHERE id = NEW.id;
END;

CREATE TRIGGER jobs_tell AFTER UPDATE OF completed_at ON jobs
WHEN OLD.completed_at IS NULL AND NEW.completed_at IS NOT NULL
BEGIN
  INSERT INTO journal (store_id, seq, at, operation_id, job_id, type, change)
    SELECT NEW.store_id, seq, NEW.completed_at, 'finished:' || NEW.id, NEW.id, 'job.finished',
        json_object('jobId', NEW.id, 'status', NEW.status, 'done', NEW.done_count, 'failed', NEW.failed_count,
          'total', NEW.item_count)
      FROM next_seq WHERE store_id = NEW.store_id;
END;

CREATE TABLE job_items (
  job_id TEXT NOT NULL REFERENCES jobs (id),
  idx INTEGER NOT NULL,
  store_id INTEGER NOT NULL,
  -- NULL: the task names its product by GUID.
  product_id INTEGER,
  task TEXT NOT NULL CHECK (json_valid(task)),
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'failed')),
  image_id INTEGER,
  -- Why it failed, or what has to be said of it although it was done.
  error_code TEXT,
  error_message TEXT,
  -- The host that it fetches from, empty where it fetches nothing: no host gets many requests of one store at a time.
  host TEXT NOT NULL,
  -- Its place among the waiting items of the store: jobs take turns, and so do the hosts of one job.
  turn INTEGER NOT NULL,
  -- How often it was begun, and how often of these the other side failed for a while.
  attempt_count INTEGER NOT NULL DEFAULT 0,
  failure_count INTEGER NOT NULL DEFAULT 0,
  -- It is not begun before this time: it is being worked on, or waits to be tried again.
  due_at INTEGER NOT NULL,
  PRIMARY KEY (job_id, idx)
) WITHOUT ROWID;

CREATE INDEX job_items_waiting ON job_items (store_id, turn, due_at, host) WHERE status = 'pending';
CREATE INDEX job_items_by_product ON job_items (store_id, product_id) WHERE status = 'pending';

-- What became of an item is said once.
CREATE TRIGGER job_items_end_once BEFORE UPDATE OF status ON job_items
WHEN OLD.status <> 'pending'
BEGIN
  SELECT RAISE(ABORT, 'item_has_ended');
END;

CREATE TRIGGER job_items_counted AFTER UPDATE OF status ON job_items
WHEN NEW.status <> 'pending'
BEGIN
  UPDATE jobs SET
      done_count = done_count + (NEW.status = 'done'),
      failed_count = failed_count + (NEW.status = 'failed')
    WHERE id = NEW.job_id;
END;

-- Webhooks

CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- Whose rules its deliveries follow: those of Standard Webhooks, or of the Shoptet API.
  format TEXT NOT NULL CHECK (format IN ('standard', 'shoptet')),
  -- The events that it wants, as a JSON array of patterns for GLOB.
  events TEXT NOT NULL CHECK (json_array_length(events) > 0),
  -- Only what happens to this product. NULL: everything.
  product_id INTEGER,
  url TEXT NOT NULL,
  -- What URLs in deliveries begin with, as in answers to whoever registered it.
  origin TEXT NOT NULL DEFAULT '',
  -- What deliveries are signed with, sealed. NULL: the key of the store.
  sealed_secret TEXT,
  -- Kept as it was sent and shown again. It changes nothing that is delivered.
  send_payload TEXT,
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  disabled_reason TEXT,
  -- The last journal row that was handed out: there are deliveries of it and of those before, where they are wanted.
  position INTEGER NOT NULL DEFAULT 0,
  -- When that was.
  handed_at INTEGER NOT NULL DEFAULT 0,
  -- Since when attempts have failed, and none has succeeded. NULL: the last one did.
  failing_since INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((format = 'standard') = (sealed_secret IS NOT NULL)),
  CHECK (status = 'active' OR format = 'standard')
);

CREATE UNIQUE INDEX webhooks_one_url ON webhooks (store_id, events) WHERE format = 'shoptet';
CREATE INDEX webhooks_by_store ON webhooks (store_id);

-- Active webhooks to which rows of the journal can be handed out. One that has many deliveries to be tried is left alone,
-- so that a receiver that fails for days has no more of them than that: the journal keeps the others. What waits behind
-- another one of its product does not count: that one product is refused must not hold up the others.
CREATE VIEW webhooks_behind (store_id, webhook_id) AS
  SELECT store_id, id FROM webhooks
    WHERE status = 'active' AND position < (SELECT max(seq) FROM journal WHERE store_id = webhooks.store_id)
      AND (SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries INDEXED BY webhook_deliveries_due
        WHERE webhook_id = webhooks.id AND status = 'pending' AND due_at IS NOT NULL LIMIT 100)) < 100;

-- Whoever moves the position on makes the deliveries of the rows between, in the same transaction. Of one product only
-- the first is due, the others once it has ended.
CREATE TRIGGER webhooks_hand_out AFTER UPDATE OF position ON webhooks
WHEN NEW.position > OLD.position
BEGIN
  INSERT INTO webhook_deliveries (store_id, webhook_id, seq, product_id, event, instance, created_at, due_at)
    SELECT NEW.store_id, NEW.id, j.seq, j.product_id, j.type, j.job_id, j.at,
        iif(j.product_id IS NULL OR (row_number() OVER (PARTITION BY j.product_id ORDER BY j.seq) = 1
            AND NOT EXISTS (SELECT 1 FROM webhook_deliveries INDEXED BY webhook_deliveries_in_order
              WHERE webhook_id = NEW.id AND product_id = j.product_id AND status = 'pending')),
          NEW.handed_at, NULL)
      FROM journal AS j
      WHERE j.store_id = NEW.store_id AND j.seq > OLD.position AND j.seq <= NEW.position
        AND (NEW.product_id IS NULL OR j.product_id = NEW.product_id)
        AND EXISTS (SELECT 1 FROM json_each(NEW.events) WHERE j.type GLOB value)
      ORDER BY j.seq;
END;

CREATE TRIGGER webhooks_stop_deliveries AFTER DELETE ON webhooks
BEGIN
  UPDATE webhook_deliveries SET status = 'given-up', ended_at = (SELECT now_ms FROM clock)
    WHERE webhook_id = OLD.id AND status = 'pending';
END;

-- Tokens say whether their store has active webhooks, so that a command knows whether anybody waits for it.
CREATE TRIGGER webhooks_come_to_tokens AFTER INSERT ON webhooks
BEGIN
  UPDATE tokens SET store = (SELECT store FROM store_json WHERE store_id = NEW.store_id)
    WHERE store_id = NEW.store_id AND revoked_at IS NULL
      AND store <> (SELECT store FROM store_json WHERE store_id = NEW.store_id);
END;

CREATE TRIGGER webhooks_change_in_tokens AFTER UPDATE OF status ON webhooks
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE tokens SET store = (SELECT store FROM store_json WHERE store_id = NEW.store_id)
    WHERE store_id = NEW.store_id AND revoked_at IS NULL
      AND store <> (SELECT store FROM store_json WHERE store_id = NEW.store_id);
END;

CREATE TRIGGER webhooks_leave_tokens AFTER DELETE ON webhooks
BEGIN
  UPDATE tokens SET store = (SELECT store FROM store_json WHERE store_id = OLD.store_id)
    WHERE store_id = OLD.store_id AND revoked_at IS NULL
      AND store <> (SELECT store FROM store_json WHERE store_id = OLD.store_id);
END;

-- What deliveries of the Shoptet API are signed with, sealed: an HMAC needs the key itself, so no digest would do.
CREATE TABLE webhook_keys (
  store_id INTEGER PRIMARY KEY REFERENCES stores (id),
  signature_key TEXT NOT NULL
);

-- One journal row to be told to one webhook. Ids are never used again: an attempt may end after its row has gone.
CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store_id INTEGER NOT NULL,
  webhook_id INTEGER NOT NULL,
  -- The journal row, with what is told of it by the vendor or shown in the list after it has gone.
  seq INTEGER NOT NULL,
  product_id INTEGER,
  event TEXT NOT NULL,
  instance TEXT,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'given-up')),
  attempt_count INTEGER NOT NULL DEFAULT 0,
  -- NULL: an earlier one of the product waits.
  due_at INTEGER,
  ended_at INTEGER,
  -- Objects with atMs, url and outcome, oldest first.
  attempts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attempts)),
  CHECK ((status = 'pending') = (ended_at IS NULL))
);

CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at) WHERE status = 'pending' AND due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, product_id, seq) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- The next one of the product is due when the one before it has ended.
CREATE TRIGGER webhook_deliveries_go_on AFTER UPDATE OF status ON webhook_deliveries
WHEN OLD.status = 'pending' AND NEW.status <> 'pending' AND NEW.product_id IS NOT NULL
BEGIN
  UPDATE webhook_deliveries SET due_at = NEW.ended_at
    WHERE due_at IS NULL AND id = (SELECT id FROM webhook_deliveries INDEXED BY webhook_deliveries_in_order
      WHERE webhook_id = NEW.webhook_id AND product_id = NEW.product_id AND status = 'pending' ORDER BY seq LIMIT 1);
END;

-- Sweep

-- Object keys (kind object) and key prefixes (kind renditions) that nothing refers to any more. The sweep empties it, and
-- the edge cache is purged of the renditions. Ids rise for ever, so that one number says how far the purge has come.
CREATE TABLE dropped_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('object', 'renditions')),
  key TEXT NOT NULL,
  dropped_at INTEGER NOT NULL
);

-- Where work goes on that is done in portions: the walks through the bucket (by prefix), the purge, waking stores.
CREATE TABLE sweep_cursors (
  prefix TEXT PRIMARY KEY,
  start_after TEXT NOT NULL,
  -- When a walk left the beginning.
  began_at INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Shards

-- Every store that was made in another shard than the default one, or has moved: where it is. Only the default shard has
-- rows of this, and they stay, so that no number of a store is given twice.
CREATE TABLE store_places (
  store_id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  shard TEXT NOT NULL
);

-- The stores that are on their way between this shard and another one. While there are any, triggers that are made for
-- that time refuse whatever is written to them (storage/move-guards.ts).
CREATE TABLE store_moves (
  store_id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  -- The shard at the other end.
  other_shard TEXT NOT NULL,
  -- Told apart from another move of the same store.
  move_id TEXT NOT NULL,
  -- leaving: it lives here, and nothing is written to it. left: it lives there, and its rows go from here.
  -- arriving: its rows come in, and nobody sees them. back: they go again, because it is not to come.
  phase TEXT NOT NULL CHECK (phase IN ('leaving', 'left', 'arriving', 'back')),
  -- What has arrived: all of the tables before this one, and of it the rows up to and with this key.
  table_name TEXT NOT NULL DEFAULT '',
  after_key TEXT NOT NULL DEFAULT '[]',
  began_at INTEGER NOT NULL,
  -- When the store left.
  left_at INTEGER
);

-- Rises as a move begins, as its rows are gone, and where a shard is to give ids that no other one gives: ids of webhooks
-- and deliveries begin with such a number. Only the default shard has rows of this.
CREATE TABLE shard_epochs (epoch INTEGER PRIMARY KEY AUTOINCREMENT);
