import { env } from 'cloudflare:workers';

type Value = string | number | null;

/** Returns the rows of a statement on the tests' database. */
export const rows = async (sql: string, ...values: Value[]): Promise<readonly Record<string, unknown>[]> =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all()
  ).results;

export const run = async (sql: string, ...values: Value[]): Promise<void> => void (await rows(sql, ...values));

/** What the database says to a statement that it refuses; fails the test where it does not refuse it. */
export async function refusal(sql: string, ...values: Value[]): Promise<string> {
  return await rows(sql, ...values).then(
    () => Promise.reject(new Error(`went through: ${sql}`)),
    (error: unknown) => String(error),
  );
}
