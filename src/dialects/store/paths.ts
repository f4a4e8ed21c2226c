import { API_VERSION } from './envelope.ts';

/** The base paths of all routes: with the version, as clients call them, and without it (ST-1). */
export const BASE_PATHS = [`/v${API_VERSION}`, ''] as const;

/** Returns a path without the version, by which a resource is the same under both base paths. */
export function withoutVersion(path: string): string {
  const [versioned] = BASE_PATHS;
  return path.startsWith(`${versioned}/`) ? path.slice(versioned.length) : path;
}
