import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLocalDatabase } from '../../../scripts/local-state.ts';
import { upload } from '../support/api.ts';
import { operator as runOperator } from '../support/operator.ts';
import { startService, type RunningService } from '../support/service.ts';

let service: RunningService;

beforeAll(async () => {
  service = await startService();
  await upload(service.origin, 7, readFileSync('samples/swatch-tiny.png'));
});

afterAll(() => service.stop());

/** Runs the operator's tool on the state of the service. */
const operator = (...args: string[]) => runOperator(service, ...args);

const change = (sql: string): void => withLocalDatabase(service.stateDir, (database) => database.exec(sql));

describe('npm run operator -- check', () => {
  it('ends with 0 where all is well, the bucket included', async () => {
    const { code, text } = await operator('check', '--hashes');
    expect(text).toMatch(/checks of the database, 1 objects looked at: 0 faults, 0 notices, 0 mended\./);
    expect(code).toBe(0);
  });

  it('ends with 1 and a list, mends what can be mended, and is content afterwards', async () => {
    change('UPDATE products SET image_count = 5 WHERE id = 7');
    const found = await operator('check');
    expect(found.code).toBe(1);
    expect(found.text).toContain('FAULT    image-counts  demo product 7: counts 5 images, and has 1');
    expect(found.text).toContain('--repair mends');
    const mended = await operator('check', '--repair');
    expect(mended.text).toContain('mended   image-counts  demo product 7');
    expect(mended.code).toBe(0);
    expect((await operator('check')).code).toBe(0);
    expect((await upload(service.origin, 7, readFileSync('samples/turf-grey.png'))).status).toBe(200);
  });

  it('leaves to a person what only a person can decide', async () => {
    change(`UPDATE jobs SET expires_at = 1;
      INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
        SELECT 'old', id, '/', 'cs', 'http://a.test', 1, 'old', 1, 1 FROM stores;
      INSERT INTO job_items (job_id, idx, store_id, task, host, turn, due_at) SELECT 'old', 0, id, '{}', '', 0, 9e15 FROM stores`);
    const { code, text } = await operator('check', '--repair', '--database-only');
    expect(text).toContain('FAULT    open-jobs  demo job old: is open past its lifetime');
    expect(text).toContain('no objects looked at: 1 faults');
    expect(code).toBe(1);
    change(`DELETE FROM job_items; DELETE FROM jobs`);
  });

  it('ends with 1 where the service does not answer, and 2 where it is called wrongly', async () => {
    change('UPDATE products SET image_count = image_count + 1 WHERE id = 7');
    const silent = await operator('check', '--url', 'http://127.0.0.1:1');
    expect(silent.code).toBe(1);
    expect(silent.text).toContain('FAULT    image-counts  demo product 7');
    expect(silent.text).toContain('The bucket was not checked: http://127.0.0.1:1 does not answer. Is it running?');
    change('UPDATE products SET image_count = image_count - 1 WHERE id = 7');
    expect(await operator('check', 'everything')).toMatchObject({ code: 2 });
    expect(await operator('check', '--fast')).toMatchObject({ code: 2, text: expect.stringContaining('--fast') });
    expect(await operator('check', '--hashes', '--database-only')).toMatchObject({ code: 2 });
  });
});
