import { reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { newStore } from '../support/stores.ts';

const files = Object.entries(env.MIGRATION_FILES).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Splits a migration as a hosted endpoint may: after each line that ends in a semicolon, but not inside a trigger. */
function cut(sql: string): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  for (const line of sql.split('\n')) {
    piece.push(line);
    const isInTrigger = piece.includes('BEGIN') && line !== 'END;';
    if (!line.endsWith(';') || isInTrigger) continue;
    pieces.push(piece.join('\n'));
    piece = [];
  }
  expect(piece.join('').trim()).toBe('');
  return pieces;
}

/** Returns the schema without comments, which some ways of applying a migration drop. */
async function schema(): Promise<Record<string, string>> {
  const { results } = await env.DB.prepare(
    `SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_schema
      WHERE tbl_name <> 'd1_migrations' AND tbl_name NOT GLOB '_cf_*' ORDER BY name`,
  ).all<{ name: string; sql: string }>();
  return Object.fromEntries(
    results.map(({ name, sql }) => [name, sql.replace(/--.*/g, '').replace(/\s+/g, ' ').trim()]),
  );
}

it('gives every token a copy of its store, and updates it', async () => {
  const store = await newStore();
  const carried = (): Promise<unknown> =>
    env.DB.prepare(
      `SELECT count(*) AS tokens, sum(t.store = s.store) AS right, min(t.store ->> 'settings_version') AS version,
          min(t.store ->> 'name') AS name
        FROM tokens t JOIN store_json s ON s.store_id = t.store_id WHERE t.store_id = ?`,
    )
      .bind(store.id)
      .first();
  expect(await carried()).toMatchObject({ tokens: 2, right: 2, version: 1 });
  await env.DB.prepare(`UPDATE stores SET settings = '{"signing":"accepted"}' WHERE id = ?`).bind(store.id).run();
  expect(await carried()).toMatchObject({ tokens: 2, right: 2, version: 2 });
  await env.DB.prepare(`UPDATE stores SET name = 'Renamed' WHERE id = ?`).bind(store.id).run();
  expect(await carried()).toMatchObject({ tokens: 2, right: 2, version: 3, name: 'Renamed' });
});

it.each(files)(
  '%s has neither semicolons nor quotes in its comments, and BEGIN and END on lines of their own',
  (_path, sql) => {
    const comments = sql.match(/--.*/g) ?? [];
    expect(comments.filter((comment) => /[;'"`]/.test(comment))).toEqual([]);
    const code = sql.replace(/--.*/g, '');
    const keywords = code.match(/^.*\b(?:BEGIN|END)\b.*$/gm) ?? [];
    expect(new Set(keywords)).toEqual(new Set(['BEGIN', 'END;']));
  },
);

it('can be applied in one piece or statement by statement, with the same schema', async () => {
  const applied = await schema();
  expect(Object.keys(applied).length).toBeGreaterThan(50);
  await reset();
  expect(await schema()).toEqual({});
  for (const piece of files.flatMap(([, sql]) => cut(sql))) await env.DB.prepare(piece).run();
  expect(await schema()).toEqual(applied);
});
