import type { DatabaseSync } from 'node:sqlite';

/** What a hosted database may hold. */
const DATABASE_BYTES = 10_000_000_000;

/** A table or an index, with the bytes of its pages for each image of the database. */
export interface SizedTree {
  readonly name: string;
  readonly table: string;
  readonly bytesAnImage: number;
}

/** How large the database is. */
export interface DatabaseSize {
  readonly trees: readonly SizedTree[];
  readonly bytesAnImage: number;
  /** How many images of this kind one database holds. */
  readonly mostImages: number;
}

/** Reads how many bytes tables and indexes take, the largest first; those that take next to nothing are left out. */
export function readDatabaseSize(database: DatabaseSync): DatabaseSize {
  const { images } = database.prepare('SELECT count(*) AS images FROM product_images').get() ?? {};
  const imageCount = Number(images);
  const rows = database
    .prepare(
      `SELECT s.name, coalesce(x.tbl_name, s.name) AS owner, s.bytes
        FROM (SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name) AS s LEFT JOIN sqlite_schema AS x ON x.name = s.name
        ORDER BY s.bytes DESC`,
    )
    .all();
  const trees = rows.map(({ name, owner, bytes }) => ({
    name: String(name),
    table: String(owner),
    bytesAnImage: Number(bytes) / imageCount,
  }));
  const bytesAnImage = trees.reduce((sum, tree) => sum + tree.bytesAnImage, 0);
  return {
    trees: trees.filter((tree) => tree.bytesAnImage >= 0.5),
    bytesAnImage,
    mostImages: DATABASE_BYTES / bytesAnImage,
  };
}
