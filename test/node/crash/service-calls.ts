import { withLocalDatabase } from '../../../scripts/local-state.ts';

/** Has the service look for items whose worker died, as its schedule does every minute. */
export async function triggerJobsSweep(origin: string): Promise<void> {
  await (await fetch(`${origin}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`)).arrayBuffer();
}

/** Lets the leases of dead workers end at once, in place of two minutes of waiting. */
export function endLeases(stateDir: string): void {
  withLocalDatabase(stateDir, (database) =>
    database.exec(`UPDATE job_items SET due_at = ${Date.now()} WHERE status = 'pending'`),
  );
}
