-- Products by GUID, jobs and webhooks. Why: docs/decisions/030 to 036.

-- The numbers from 9000000000000001 to 9006999999999999 are given by us, in sequence, to products first seen by GUID.
ALTER TABLE store_counters ADD COLUMN last_given_product_id INTEGER NOT NULL DEFAULT 9000000000000000;

-- Only the next number may be given, and only to a row without images: no shop can take such a number by using it.
CREATE TRIGGER products_take_given_id AFTER INSERT ON products
WHEN NEW.id BETWEEN 9000000000000001 AND 9006999999999999
BEGIN
  SELECT RAISE(ABORT, 'product_id_not_given')
    WHERE NEW.version <> 0
      OR NEW.id IS NOT (SELECT last_given_product_id + 1 FROM store_counters WHERE store_id = NEW.store_id);
  UPDATE store_counters SET last_given_product_id = NEW.id WHERE store_id = NEW.store_id;
END;

-- A GUID of the form that we derive belongs to the product whose number stands in it, and to no other.
CREATE TRIGGER products_keep_derived_guids AFTER INSERT ON products
WHEN NEW.guid GLOB '????????-7669-8747-8???-????????????'
  AND NEW.guid IS NOT printf('%08x-7669-8747-8%03x-%012x', NEW.store_id, NEW.id >> 48, NEW.id & 281474976710655)
BEGIN
  SELECT RAISE(ABORT, 'guid_of_another_product');
END;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  -- The path that was called.
  endpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  -- What the caller's URLs began with: items may not be fetched from there.
  origin TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'running', 'completed', 'failed', 'expired', 'killed')),
  item_count INTEGER NOT NULL CHECK (item_count > 0),
  done_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  -- Stands in the URL of the result, which needs no token.
  result_key TEXT NOT NULL UNIQUE,
  -- How often the job was read before it ended; counted only for stores with that limit.
  read_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  completed_at INTEGER,
  -- By then it has ended, or is ended.
  expires_at INTEGER NOT NULL,
  CHECK (done_count + failed_count <= item_count),
  CHECK ((completed_at IS NULL) = (status IN ('pending', 'running')))
) WITHOUT ROWID;

CREATE INDEX jobs_by_store ON jobs (store_id, created_at);
CREATE INDEX jobs_open ON jobs (expires_at) WHERE completed_at IS NULL;
CREATE INDEX jobs_ended ON jobs (completed_at) WHERE completed_at IS NOT NULL;

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
  -- Temporary failures so far.
  failure_count INTEGER NOT NULL DEFAULT 0,
  -- Nobody is working on it any more after this time: its message was lost, or its worker died.
  due_at INTEGER NOT NULL,
  PRIMARY KEY (job_id, idx)
) WITHOUT ROWID;

CREATE INDEX job_items_due ON job_items (due_at) WHERE status = 'pending';
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

-- The last item ends the job in its own transaction: no worker has to be alive afterwards to do it.
CREATE TRIGGER jobs_end AFTER UPDATE OF done_count, failed_count ON jobs
WHEN NEW.completed_at IS NULL AND NEW.done_count + NEW.failed_count = NEW.item_count
BEGIN
  UPDATE jobs SET
      status = iif(NEW.done_count = 0, 'failed', 'completed'),
      completed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
    WHERE id = NEW.id;
END;

CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store_id INTEGER NOT NULL REFERENCES stores (id),
  event TEXT NOT NULL,
  url TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX webhooks_one_url ON webhooks (store_id, event);

-- What deliveries are signed with, sealed (src/access/webhook-keys.ts): an HMAC needs the key itself, so no digest would do.
CREATE TABLE webhook_keys (
  store_id INTEGER PRIMARY KEY REFERENCES stores (id),
  signature_key TEXT NOT NULL
);

CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY,
  store_id INTEGER NOT NULL,
  webhook_id INTEGER NOT NULL,
  event TEXT NOT NULL,
  -- What the event is about: the job's id.
  instance TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'given-up')),
  attempt_count INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  -- [{"atMs", "url", "outcome"}, ...], oldest first.
  attempts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attempts))
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_by_instance ON webhook_deliveries (instance);

CREATE TRIGGER jobs_tell AFTER UPDATE OF completed_at ON jobs
WHEN OLD.completed_at IS NULL AND NEW.completed_at IS NOT NULL
BEGIN
  INSERT INTO webhook_deliveries (store_id, webhook_id, event, instance, created_at, due_at)
    SELECT store_id, id, event, NEW.id, NEW.completed_at, NEW.completed_at
      FROM webhooks WHERE store_id = NEW.store_id AND event = 'job:finished';
END;

CREATE TRIGGER webhooks_stop_deliveries AFTER DELETE ON webhooks
BEGIN
  UPDATE webhook_deliveries SET status = 'given-up' WHERE webhook_id = OLD.id AND status = 'pending';
END;
