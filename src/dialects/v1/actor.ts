import type { Actor } from '../../model/actor.ts';

/** Who did something: a token, or a job. */
export type WireActor = { readonly tokenId: string; readonly label: string } | { readonly jobId: string };

/**
 * Returns who did something as it is shown: the token, or for what the items of a job did the job. Null where it was
 * neither, or is not known any more.
 */
export function toWireActor(actor: Actor | undefined): WireActor | null {
  if (actor?.token !== undefined) return { tokenId: actor.token.id, label: actor.token.label };
  return actor?.jobId === undefined ? null : { jobId: actor.jobId };
}
