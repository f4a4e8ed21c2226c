import { env } from 'cloudflare:workers';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { API_IDS } from '../../reference/description.ts';
import { documentedOperations } from '../support/fuzz/operations.ts';
import { requestsOf } from '../support/fuzz/request-arbitrary.ts';
import { failureOf, toRequest } from '../support/fuzz/send.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { serveRemote } from '../support/remote.ts';
import { setSigning } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';

const requestCount = Number(env.FUZZ_REQUESTS);
const seed = Number(env.FUZZ_SEED);

/** A request takes some milliseconds, and a machine may be busy. */
const TIMEOUT_MS = 30_000 + requestCount * 100;

it.each(API_IDS)(
  `answers generated requests of %s as described, and never with 5xx: seed ${seed} [REF-5]`,
  async (api) => {
    serveRemote({ '/tiny.png': () => new Response(TINY_PNG) });
    const store = await newStore({ jobs: { maxOpen: 1_000, maxWaitingItems: 100_000 } });
    await setSigning(store, 'accepted');
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    const failures: string[] = [];
    for (const generated of fc.sample(requestsOf(documentedOperations(api)), { numRuns: requestCount, seed })) {
      const request = toRequest(api, store, generated);
      const failure = request && (await failureOf(request));
      if (failure !== undefined)
        failures.push(`${JSON.stringify(generated.body)} ${request?.method} ${request?.url}: ${failure}`);
    }
    expect(failures).toEqual([]);
  },
  TIMEOUT_MS,
);
