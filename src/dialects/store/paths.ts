import { API_VERSION } from './envelope.ts';

/** Where routes begin: with the version, as clients call them, and without it (ST-1). */
export const BASE_PATHS = [`/v${API_VERSION}`, ''] as const;

/** A path without the version: the same resource under both names. */
export function withoutVersion(path: string): string {
  const [versioned] = BASE_PATHS;
  return path.startsWith(`${versioned}/`) ? path.slice(versioned.length) : path;
}
