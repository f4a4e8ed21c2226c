import type { MediaSource } from '../gallery/commands.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { CataloguePorts } from './ports.ts';
import { ingestUpload, type UploadPorts } from './upload.ts';

/** What an image is to show: a picture that is fetched, or a media of the library. */
export type WantedSource =
  { readonly kind: 'url'; readonly url: string } | { readonly kind: 'media'; readonly mediaId: number };

/** The ports that loading needs. */
export type LoadPorts = UploadPorts & { readonly library: Pick<CataloguePorts['library'], 'missing'> };

/** The longest URL, in characters. */
export const MAX_URL_CHARACTERS = 2_000;

/** How many pictures one request fetches at a time. */
const FETCHES_AT_A_TIME = 4;

/** After this time a request begins no further fetch: each takes up to five seconds, and clients wait for all. */
const FETCHING_MS = 20_000;

/**
 * Fetches and stores pictures, a few at a time, and looks media up in one round trip. Each has a result of its own; what
 * there is no time for is a failed download. Faults: those of `ingestUpload`, media-missing.
 */
export async function loadSources(
  ports: LoadPorts,
  store: { readonly id: number; readonly hash: string },
  wanted: readonly WantedSource[],
): Promise<readonly Result<MediaSource, Fault>[]> {
  const mediaIds = wanted.flatMap((source) => (source.kind === 'media' ? source.mediaId : []));
  const missing = mediaIds.length === 0 ? new Set<number>() : await ports.library.missing(store.id, mediaIds);
  const endMs = ports.nowMs() + FETCHING_MS;
  const fetchOne = async (url: string): Promise<Result<MediaSource, Fault>> => {
    if (ports.nowMs() > endMs) return fail({ kind: 'download-failed', url, reason: 'The request took too long.' });
    const upload = await ingestUpload(ports, store.hash, { kind: 'url', url, maxCharacters: MAX_URL_CHARACTERS });
    return upload.ok ? ok({ kind: 'upload', upload: upload.value }) : upload;
  };
  const results: Result<MediaSource, Fault>[] = wanted.map((source, row) => {
    if (source.kind === 'media' && !missing.has(source.mediaId)) return ok(source);
    return source.kind === 'media' ? fail({ kind: 'media-missing', row, mediaId: source.mediaId }) : fail(NOT_BEGUN);
  });
  const fetchRows = async (rows: number[]): Promise<void> => {
    for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
      const source = wanted[row];
      if (source?.kind === 'url') results[row] = await fetchOne(source.url);
    }
  };
  const waiting = [...wanted.keys()].filter((row) => wanted[row]?.kind === 'url');
  await Promise.all(Array.from({ length: FETCHES_AT_A_TIME }, () => fetchRows(waiting)));
  // Large pictures may have been too much for the memory together.
  await fetchRows([...results.keys()].filter((row) => isOverloaded(results[row])));
  return results;
}

const NOT_BEGUN: Fault = { kind: 'overloaded', retryAfterSeconds: 1 };

const isOverloaded = (result: Result<MediaSource, Fault> | undefined): boolean =>
  result?.ok === false && result.fault.kind === 'overloaded';
