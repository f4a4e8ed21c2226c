import { minutesAgo, type DatabaseCheck } from './database-check.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** What the jobs say, beside what their items are. */
const COUNTED = `SELECT j.*,
    (SELECT count(*) FROM job_items i WHERE i.job_id = j.id) AS items,
    (SELECT count(*) FROM job_items i WHERE i.job_id = j.id AND i.status = 'done') AS done,
    (SELECT count(*) FROM job_items i WHERE i.job_id = j.id AND i.status = 'failed') AS failed
  FROM jobs j`;

const MISCOUNTED = `(j.done_count, j.failed_count) IS NOT (j.done, j.failed)`;
const jobPlace = `s.hash || ' job ' || j.id`;
/** The time before which the walk of every day should have removed what is kept for that many days. */
const pastDays = (days: string): string => `${minutesAgo(2 * DAY)} - ${days} * ${DAY} * 60000`;

const NAMED_BY_BLOBS = `(EXISTS (SELECT 1 FROM blobs WHERE original_key = d.key) OR EXISTS (SELECT 1 FROM blobs WHERE render_key = d.key))`;

/** What holds of jobs, webhook deliveries and the sweep. */
export const WORK_CHECKS: readonly DatabaseCheck[] = [
  {
    name: 'job-counts',
    find: `SELECT ${jobPlace} AS place, 'counts ' || j.done_count || ' done and ' || j.failed_count || ' failed, and has '
        || j.done || ' and ' || j.failed AS detail
      FROM (${COUNTED}) j JOIN stores s ON s.id = j.store_id WHERE ${MISCOUNTED}`,
    repair: [
      `UPDATE jobs SET done_count = j.done, failed_count = j.failed FROM (${COUNTED}) j WHERE j.id = jobs.id AND ${MISCOUNTED}
        AND j.done + j.failed <= j.item_count`,
    ],
    advice: 'The items are counted anew; a job whose items have all ended ends.',
  },
  {
    name: 'job-items',
    find: `SELECT ${jobPlace} AS place, 'says that it has ' || j.item_count || ' items, and has ' || j.items AS detail
      FROM (${COUNTED}) j JOIN stores s ON s.id = j.store_id WHERE j.item_count <> j.items`,
    advice: 'Items are lost: tell the store that its job has to be sent again.',
  },
  {
    name: 'ended-jobs',
    find: `SELECT ${jobPlace} AS place, j.items - j.done - j.failed || ' of its items have not ended, and it has' AS detail
      FROM (${COUNTED}) j JOIN stores s ON s.id = j.store_id WHERE j.completed_at IS NOT NULL AND j.done + j.failed < j.items`,
    advice: 'The store’s runner still does these items; look again in an hour.',
  },
  {
    name: 'open-jobs',
    find: `SELECT ${jobPlace} AS place, 'is open past its lifetime' AS detail FROM jobs j JOIN stores s ON s.id = j.store_id
      WHERE j.completed_at IS NULL AND j.expires_at < ${minutesAgo(HOUR)}`,
    advice: 'The sweep of every minute ends it: see that the schedule runs, and what it logs.',
  },
  {
    name: 'stuck-items',
    // While items of a store are being worked on, or wait to be tried again, the others wait for their turn.
    find: `SELECT s.hash AS place, count(*) || ' items of jobs have waited for more than an hour, and none is worked on' AS detail
      FROM job_items i JOIN jobs j ON j.id = i.job_id JOIN stores s ON s.id = j.store_id
      WHERE i.status = 'pending' AND j.completed_at IS NULL AND i.due_at < ${minutesAgo(HOUR)}
        AND NOT EXISTS (SELECT 1 FROM job_items other WHERE other.store_id = i.store_id AND other.status = 'pending'
          AND other.due_at > ${minutesAgo(0)})
      GROUP BY s.hash`,
    advice: 'The schedule wakes the runner of the store every minute: see that it runs, and what both log.',
  },
  {
    name: 'stuck-deliveries',
    find: `SELECT s.hash || ' delivery ' || d.id AS place, 'has waited for more than an hour' AS detail
      FROM webhook_deliveries d JOIN stores s ON s.id = d.store_id JOIN webhooks w ON w.id = d.webhook_id
      WHERE d.status = 'pending' AND d.due_at < ${minutesAgo(HOUR)} AND w.status = 'active'`,
    advice: 'The schedule wakes the runner of the store every minute: see that it runs, and what both log.',
  },
  {
    name: 'dropped-but-named',
    find: `SELECT d.key AS place, 'is to be removed, and is in use' AS detail FROM dropped_keys d
      WHERE d.kind = 'object' AND ${NAMED_BY_BLOBS}`,
    repair: [`DELETE FROM dropped_keys AS d WHERE d.kind = 'object' AND ${NAMED_BY_BLOBS}`],
    advice: 'The note is removed; the sweep leaves what is in use alone.',
  },
  {
    name: 'sweep-lag',
    find: `SELECT 'dropped_keys' AS place, count(*) || ' keys have waited for more than a day' AS detail FROM dropped_keys
        WHERE dropped_at < ${minutesAgo(DAY)} HAVING count(*) > 0
      UNION ALL
      SELECT 'answers', count(*) || ' answers expired more than two days ago' FROM answers
        WHERE at < ${minutesAgo(3 * DAY)} HAVING count(*) > 0
      UNION ALL
      SELECT 'journal', count(*) || ' rows are more than two days older than their stores keep them' FROM journal j
        JOIN keep_days k ON k.store_id = j.store_id
        WHERE j.at < ${pastDays('k.history_days')}
          AND j.seq < (SELECT max(seq) FROM journal WHERE store_id = j.store_id) HAVING count(*) > 0
      UNION ALL
      SELECT 'trashed_images', count(*) || ' images have been in the trash for two days too long' FROM trashed_images t
        JOIN keep_days k ON k.store_id = t.store_id WHERE t.deleted_at < ${pastDays('k.trash_days')} HAVING count(*) > 0
      UNION ALL
      SELECT 'media', count(*) || ' media have been in the trash for two days too long' FROM media m
        JOIN keep_days k ON k.store_id = m.store_id WHERE m.trashed_at < ${pastDays('k.trash_days')} HAVING count(*) > 0`,
    advice: 'See that the schedule runs; npm run operator -- sweep removes them now.',
  },
];
