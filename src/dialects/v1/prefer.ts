import { boundedHeader } from '../../platform/header-text.ts';
import type { V1Context } from './request-context.ts';

/** Returns whether the header Prefer (RFC 7240) has a preference, such as `return=minimal`. */
export function prefers(c: V1Context, preference: 'return=minimal' | 'respond-async'): boolean {
  const header = boundedHeader(c.req.header('Prefer')) ?? '';
  return header.split(',').some((part) => part.split(';', 1)[0]?.replaceAll(/[\s"]/g, '').toLowerCase() === preference);
}
