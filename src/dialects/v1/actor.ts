import type { Actor } from '../../model/actor.ts';

/** Who did something: a token, or a job. */
export type WireActor = { readonly tokenId: string; readonly label: string } | { readonly jobId: string };

/** Returns who did something as it is shown; null where it was neither a token nor a job, or is not known any more. */
export function toWireActor(actor: Actor | undefined): WireActor | null {
  if (actor?.jobId !== undefined) return { jobId: actor.jobId };
  return actor?.token === undefined ? null : { tokenId: actor.token.id, label: actor.token.label };
}
