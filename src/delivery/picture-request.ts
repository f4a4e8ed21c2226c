import { type CutRequest, internalCutUrl, parseInternalCutUrl } from './cut-path.ts';
import { internalRenditionUrl, parseInternalRenditionUrl, type RenditionRequest } from './rendition-request.ts';

/** What a client asks for, of which the gateway has checked the signature and chosen the format. */
export type PictureRequest = (
  | { readonly kind: 'cut'; readonly cut: CutRequest }
  | { readonly kind: 'rendition'; readonly rendition: RenditionRequest }
) & {
  readonly ifNoneMatch: string | null;
};

/** Returns the request to the entrypoint behind the edge cache, whose URL is the key of the cache. */
export function toInternalRequest(asked: PictureRequest): Request {
  const { ifNoneMatch } = asked;
  const url = asked.kind === 'cut' ? internalCutUrl(asked.cut) : internalRenditionUrl(asked.rendition);
  return new Request(url, ifNoneMatch === null ? {} : { headers: { 'If-None-Match': ifNoneMatch } });
}

/** Reads a request of `toInternalRequest`. Returns undefined for any other. */
export function readInternalRequest({ url, headers }: Request): PictureRequest | undefined {
  const ifNoneMatch = headers.get('If-None-Match');
  const cut = parseInternalCutUrl(url);
  if (cut !== undefined) return { kind: 'cut', cut, ifNoneMatch };
  const rendition = parseInternalRenditionUrl(url);
  return rendition && { kind: 'rendition', rendition, ifNoneMatch };
}
