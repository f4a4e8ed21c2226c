/** Where a request triggers the schedule that `cron` names, as under `wrangler dev`. */
export const SCHEDULED_PATH = '/cdn-cgi/local/scheduled';
