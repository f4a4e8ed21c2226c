import * as z from 'zod';
import type { Account } from './account.ts';

/** What is switched on by hand, and what the account says of it. */
export interface HandCheck {
  readonly what: string;
  readonly state: 'on' | 'off' | 'not visible';
  /** What to do where it is off. */
  readonly how: string;
}

const plansSchema = z.array(z.looseObject({ rate_plan: z.looseObject({ id: z.string() }).optional() }));
const domainsSchema = z.array(z.looseObject({ hostname: z.string() }));

/**
 * Asks the account about everything that no script switches on, as it is a matter of money or of names. Where the
 * credentials may not see something, that is said, and the deployment goes on.
 */
export async function checkByHand(
  account: Account,
  { workerName }: { readonly workerName: string },
): Promise<readonly HandCheck[]> {
  const dash = `https://dash.cloudflare.com/${account.id}`;
  return [
    {
      what: 'paid plan of Workers',
      state: await ask(account, '/subscriptions', (found) =>
        plansSchema.parse(found).some(({ rate_plan: plan }) => plan?.id.startsWith('workers_paid')),
      ),
      how: `pictures need more than the 10 ms of the free plan: ${dash}/workers/plans`,
    },
    {
      what: 'Images',
      state: await ask(account, '/images/v1/stats', (found) => found !== undefined),
      how: `sizes are made by it: ${dash}/images`,
    },
    {
      what: 'custom domain',
      state: await ask(account, `/workers/domains?service=${workerName}`, (found) => {
        return domainsSchema.parse(found).length > 0;
      }),
      how: `the edge cache and a name of yours: ${dash}/workers/services/view/${workerName}/production/settings; then set PUBLIC_BASE_URL`,
    },
  ];
}

async function ask(account: Account, path: string, isOn: (found: unknown) => boolean): Promise<HandCheck['state']> {
  try {
    return isOn(await account.find(path)) ? 'on' : 'off';
  } catch {
    return 'not visible';
  }
}
