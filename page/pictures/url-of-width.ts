/** Returns the URL of a `srcset` that is at least so wide, or the widest; undefined where it has none. */
export function urlOfWidth(srcset: string, widthPx: number): string | undefined {
  const candidates = srcset.split(', ').flatMap((candidate) => {
    const [url, width] = candidate.split(' ');
    return url === undefined || width === undefined ? [] : [{ url, widthPx: Number.parseInt(width, 10) }];
  });
  return (candidates.find((each) => each.widthPx >= widthPx) ?? candidates.at(-1))?.url;
}
