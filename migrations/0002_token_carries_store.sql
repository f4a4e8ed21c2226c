-- A token carries what a request needs to know of its store: finding out who asks costs one row, and a count two.
-- Why: docs/decisions/042-access-in-one-row.md.

-- When the settings last changed, for Last-Modified: they decide the sizes in the URLs that answers show.
ALTER TABLE stores ADD COLUMN settings_changed_at INTEGER NOT NULL DEFAULT 0;

-- The store as JSON, kept by the triggers below and by nobody else.
ALTER TABLE tokens ADD COLUMN store TEXT CHECK (store IS NULL OR json_valid(store));

CREATE TRIGGER tokens_carry_store AFTER INSERT ON tokens
BEGIN
  UPDATE tokens SET store = (
      SELECT json_object('id', id, 'hash', hash, 'name', name, 'settings', settings,
          'settings_version', settings_version, 'settings_changed_at', settings_changed_at)
        FROM stores WHERE id = NEW.store_id)
    WHERE digest = NEW.digest;
END;

CREATE TRIGGER stores_settings_time AFTER UPDATE OF settings_version ON stores
BEGIN
  UPDATE stores SET settings_changed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE id = NEW.id;
END;

CREATE TRIGGER stores_to_tokens AFTER UPDATE OF name, settings_changed_at ON stores
BEGIN
  UPDATE tokens SET store = (
      SELECT json_object('id', id, 'hash', hash, 'name', name, 'settings', settings,
          'settings_version', settings_version, 'settings_changed_at', settings_changed_at)
        FROM stores WHERE id = NEW.id)
    WHERE store_id = NEW.id;
END;

UPDATE tokens SET store = (
  SELECT json_object('id', id, 'hash', hash, 'name', name, 'settings', settings,
      'settings_version', settings_version, 'settings_changed_at', settings_changed_at)
    FROM stores WHERE stores.id = tokens.store_id);
