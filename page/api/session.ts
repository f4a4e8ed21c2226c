import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Session, VitrineProblem } from 'vitrine-client';
import { showStore, vitrine } from './client.ts';
import { untilReachable } from './connection.ts';

/**
 * Whether somebody is signed in. `ended`: somebody was, and what is shown stays until they are again, so that nothing
 * that waits is lost.
 */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly who: Session }
  | { readonly kind: 'ended'; readonly who: Session };

const state = signal<SessionState>({ kind: 'unknown' });

/** Waits for whoever signs in again after a session has ended. */
let signedIn = Promise.withResolvers<undefined>();

const sessionOf = (current: SessionState): Session | undefined =>
  current.kind === 'in' || current.kind === 'ended' ? current.who : undefined;

/** The one session of this page. */
export const session = {
  state: state satisfies ReadonlySignal<SessionState>,

  /** Who is signed in, or was last; undefined for nobody. */
  who: computed(() => sessionOf(state.value)),

  /** Whether changes are allowed; a token that only reads may look at everything. */
  canWrite: computed(() => (sessionOf(state.value)?.scope ?? 'read') !== 'read'),

  /** Whether settings, tokens and webhooks may be changed. */
  isAdmin: computed(() => sessionOf(state.value)?.scope === 'admin'),

  /** Goes on with the session of the browser, where there is one. */
  async resume(): Promise<void> {
    try {
      enter(await untilReachable(async () => await vitrine.whoAmI()));
    } catch {
      state.value = { kind: 'out' };
    }
  },

  /** Signs in with a token. @throws VitrineProblem where it is not one. */
  async signIn(token: string): Promise<void> {
    enter(await vitrine.session.begin(token));
  },

  /** Signs out. What was shown goes with the page. */
  async signOut(): Promise<void> {
    await vitrine.session.end();
    state.value = { kind: 'out' };
    location.assign('/admin/');
  },

  /**
   * Calls the service, and where the session has ended, waits until somebody has signed in again and calls once more.
   *
   * @throws what the call throws otherwise.
   */
  async keep<Value>(call: () => Promise<Value>): Promise<Value> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const who = sessionOf(state.peek());
        if (!(error instanceof VitrineProblem) || error.status !== 401 || who === undefined) throw error;
        state.value = { kind: 'ended', who };
        await signedIn.promise;
      }
    }
  },
};

function enter(who: Session): void {
  // What is shown, and what waits, belongs to the store of before.
  if (!showStore(who.store.hash)) return location.reload();
  state.value = { kind: 'in', who };
  signedIn.resolve(undefined);
  signedIn = Promise.withResolvers<undefined>();
}
