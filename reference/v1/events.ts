import * as z from 'zod';
import { eventsQuery } from '../../src/dialects/v1/list-events.ts';
import type { Operation } from '../description.ts';
import { event } from './event-schema.ts';
import { readProblems } from './problems.ts';
import { ABOUT_PAGES, success } from './shared.ts';

export const listEvents: Operation = {
  id: 'listEvents',
  tag: 'Events',
  summary: 'List events',
  description:
    'Lists what happened in the store after a position, in the order in which it was committed, without gap or repeat. A page may be shorter than `limit`: only an empty one has caught up. Events are kept for 30 days, or as many as the setting `historyDays` says.',
  query: {
    schema: eventsQuery,
    about: {
      after: {
        description:
          'The `seq` of the last event that you have dealt with; 0 at the beginning, and `latest` for what happens from now on.',
        schema: { anyOf: [{ type: 'integer', minimum: 0 }, { const: 'latest' }], default: 0 },
      },
      limit: ABOUT_PAGES.limit,
      wait: {
        description: 'How many seconds the answer waits for an event where there is none.',
        schema: { type: 'integer', minimum: 0, maximum: 20, default: 0 },
      },
    },
  },
  answers: {
    200: success(
      'The next events.',
      z.strictObject({ events: z.array(event), next: z.int().describe('The `after` of the next page.') }),
    ),
    ...readProblems('events-gone'),
  },
};
