import { ContentDisposition } from '@remix-run/headers/content-disposition';

/** A longer header is not worth parsing: no file name needs it. */
const MAX_DISPOSITION_CHARACTERS = 2_000;

/**
 * The file name of a fetched picture: the one in Content-Disposition, else the end of the path that was requested,
 * because that is the one the client knows, else the end of the path that answered. Undefined where there is none.
 */
export function remoteFileName(response: Response, requested: URL, answered: URL): string | undefined {
  return dispositionName(response.headers) ?? lastSegment(requested) ?? lastSegment(answered);
}

function dispositionName(headers: Headers): string | undefined {
  const disposition = headers.get('content-disposition');
  if (disposition === null || disposition.length > MAX_DISPOSITION_CHARACTERS) return undefined;
  const name = ContentDisposition.from(disposition).preferredFilename;
  return name === '' ? undefined : name;
}

function lastSegment(url: URL): string | undefined {
  const segment = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  return segment === '' ? undefined : percentDecoded(segment);
}

/** A segment that is not UTF-8 under its percent signs stays as it is. */
function percentDecoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
