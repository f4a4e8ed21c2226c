import { ContentDisposition } from '@remix-run/headers/content-disposition';

/** The longest Content-Disposition that is parsed, in characters. No file name needs a longer one. */
const MAX_DISPOSITION_CHARACTERS = 2_000;

/**
 * Returns the file name of a fetched picture: the one in Content-Disposition, otherwise the last path segment of the
 * requested URL, which the client knows, otherwise that of the URL that answered after redirects. The name is not
 * cleaned. Returns undefined when there is none.
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

/** Decodes a path segment; a segment with malformed percent encoding is returned unchanged. */
function percentDecoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
