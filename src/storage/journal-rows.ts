import { isApiName } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import { EVENT_TYPES } from '../model/event.ts';
import type { GalleryChange, JournalRecord } from '../model/journal.ts';
import * as z from '../platform/schema.ts';

const actorSchema = z.object({
  token_id: z.nullable(z.string()),
  token_label: z.nullable(z.string()),
  job_id: z.nullable(z.string()),
  api: z.nullable(z.string()),
});

/** The columns that `toActor` reads. */
export const ACTOR_COLUMNS = Object.keys(actorSchema.shape);

/** Parses who gave a command, of a row of the journal. */
export function toActor(row: unknown): Actor {
  const { token_id, token_label, job_id, api } = actorSchema.parse(row);
  return {
    token: token_id === null ? undefined : { id: token_id, label: token_label ?? '' },
    jobId: job_id ?? undefined,
    api: api !== null && isApiName(api) ? api : undefined,
  };
}

const rowSchema = z.extend(actorSchema, {
  seq: z.int(),
  at: z.int(),
  product_id: z.nullable(z.int()),
  version: z.nullable(z.int()),
  type: z.enum(EVENT_TYPES),
  last_image_id: z.int(),
  change: z.string(),
});

/** The columns that `toJournalRecord` reads. */
export const JOURNAL_COLUMNS = Object.keys(rowSchema.shape);

const ids = z.array(z.int());
const named = z.array(
  z.pipe(
    z.object({ id: z.int() }),
    z.transform(({ id }) => id),
  ),
);
const places = z.pipe(
  z.array(z.array(z.int()).check(z.minLength(3), z.maxLength(4))),
  z.transform((runs) =>
    runs.flatMap(([id = 0, , , count = 1]) => Array.from({ length: count }, (_, index) => id + index)),
  ),
);
const changeSchema = z.partial(
  z.object({
    created: z.int(),
    deleted: ids,
    restored: ids,
    placed: places,
    flagged: places,
    mainCreated: z.int(),
    moves: z.array(z.object({ id: z.int(), from: z.int(), to: z.int() })),
    main: z.nullable(z.int()),
    undoneTo: z.int(),
    texts: named,
    files: named,
    focals: named,
    variants: z.array(
      z.pipe(
        z.object({ variant: z.string() }),
        z.transform(({ variant }) => variant),
      ),
    ),
    mediaAlt: z.object({ mediaId: z.int(), imageIds: ids }),
  }),
);
const aboutSchema = z.record(z.string(), z.unknown());

/** Parses a row of the journal. What was there before is left out: only undoing needs it. */
export function toJournalRecord(row: unknown): JournalRecord {
  const parsed = rowSchema.parse(row);
  const { product_id: id, version } = parsed;
  const change: unknown = JSON.parse(parsed.change);
  const product = id === null || version === null ? undefined : { id, version };
  return {
    seq: parsed.seq,
    atMs: parsed.at,
    product,
    actor: toActor(parsed),
    type: parsed.type,
    lastImageIdBefore: parsed.last_image_id,
    change: product === undefined ? {} : toGalleryChange(change, parsed.last_image_id),
    about: product === undefined ? aboutSchema.parse(change) : {},
  };
}

/** zod's optional fields may be undefined, the model's are absent. */
function toGalleryChange(change: unknown, lastImageIdBefore: number): GalleryChange {
  const { mainCreated, ...parsed } = changeSchema.parse(change);
  const present: GalleryChange = Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
  return mainCreated === undefined ? present : { ...present, main: lastImageIdBefore + 1 + mainCreated };
}
