import { API_VERSION } from './envelope.ts';

/** Where routes begin: the seed writes them without the version, clients call them with it. */
export const BASES = [`/v${API_VERSION}`, ''] as const;

/** A path without the version: the same resource under both names. */
export function pathOfResource(path: string): string {
  const [versioned] = BASES;
  return path.startsWith(`${versioned}/`) ? path.slice(versioned.length) : path;
}
