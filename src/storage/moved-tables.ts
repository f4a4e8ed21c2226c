/** A table with rows of stores, as a move copies it. */
export interface MovedTable {
  readonly name: string;
  /** What its rows are copied in the order of, besides the store: unique within it. */
  readonly key: readonly string[];
  /** The condition on a row of the store ?1; undefined: by its column store_id. */
  readonly where?: string;
  /** The index that has the rows in the order of the key, where the planner would rather sort them each time. */
  readonly index?: string;
  /** The column that each shard gives a value of its own to. */
  readonly own?: string;
  /** How columns are read that mean something else in another shard, and how they are written there. */
  readonly mapped?: Readonly<Record<string, MappedColumn>>;
}

/** A column whose value is translated on the way. */
interface MappedColumn {
  /** An SQL expression of what it means everywhere. */
  readonly read: string;
  /** An SQL expression of its value in the other shard. @param value an expression of what was read. */
  readonly write: (value: string) => string;
}

/** What the hash of a store begins with that is not shown yet, and of one that has left: no store can have such a name. */
export const ARRIVING = 'arriving:';
export const LEFT = 'left:';

/** The number of a blob is one of its shard; the key of its original is what it is known by everywhere. */
const BLOB: MappedColumn = {
  read: '(SELECT original_key FROM blobs WHERE id = blob_id)',
  write: (value) => `(SELECT id FROM blobs WHERE original_key = ${value})`,
};

const BLOBS: MappedColumn = {
  read: `(SELECT json_group_object(b.original_key, j.value) FROM json_each(shop_blobs) AS j CROSS JOIN blobs AS b ON b.id = j.key)`,
  write: (value) => `(SELECT json_group_object(CAST(b.id AS TEXT), j.value) FROM json_each(${value}) AS j
    CROSS JOIN blobs AS b ON b.original_key = j.key)`,
};

/**
 * All tables with rows of a store, what others refer to first, and last what shows the store to its callers. Not among
 * them are dropped_keys: what stands there nothing refers to any more, whichever shard has the store.
 */
export const MOVED_TABLES: readonly MovedTable[] = [
  {
    name: 'stores',
    key: ['id'],
    where: 'id = ?1',
    mapped: {
      hash: { read: `replace(hash, '${ARRIVING}', '')`, write: (value) => `'${ARRIVING}' || ${value}` },
    },
  },
  { name: 'offered_sizes', key: ['size'] },
  { name: 'store_origins', key: ['origin'] },
  { name: 'store_counters', key: ['store_id'] },
  { name: 'store_counts', key: ['store_id'] },
  { name: 'store_usage', key: ['month'] },
  { name: 'url_keys', key: ['id'] },
  { name: 'signing_sessions', key: ['token_digest', 'client_signature'] },
  {
    name: 'blobs',
    key: ['original_key'],
    where: `store_id = ?1 AND original_key > ''`,
    index: 'blobs_by_original_key',
    own: 'id',
  },
  { name: 'products', key: ['id'], mapped: { shop_blobs: BLOBS } },
  { name: 'journal', key: ['seq'] },
  { name: 'answers', key: ['seq'] },
  { name: 'media', key: ['id'], mapped: { blob_id: BLOB } },
  { name: 'product_images', key: ['product_id', 'gallery', 'id'], mapped: { blob_id: BLOB } },
  { name: 'earlier_revisions', key: ['image_id', 'revision'] },
  { name: 'variant_images', key: ['product_id', 'variant'] },
  { name: 'trashed_images', key: ['id'] },
  { name: 'jobs', key: ['created_at', 'id'] },
  { name: 'job_items', key: ['job_id', 'idx'], where: 'job_id IN (SELECT id FROM jobs WHERE store_id = ?1)' },
  { name: 'webhooks', key: ['id'] },
  { name: 'webhook_keys', key: ['store_id'] },
  { name: 'webhook_deliveries', key: ['webhook_id', 'id'] },
  { name: 'upload_grants', key: ['digest'] },
  { name: 'tokens', key: ['digest'] },
];

/** The tables whose ids count in the whole shard, and are told to clients: no two shards may give the same one. */
export const NUMBERED_TABLES = ['webhooks', 'webhook_deliveries'] as const;

/** Returns the condition on the rows of the store ?1. */
export const rowsOf = ({ where = 'store_id = ?1' }: MovedTable): string => where;
