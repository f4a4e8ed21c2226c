import type { WriteConditions } from '../catalogue/commands.ts';
import type { RequestFault } from '../catalogue/faults.ts';
import type { RequestContent } from '../catalogue/fingerprint.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { Access } from '../model/access.ts';
import type { Store } from '../model/store.ts';
import { ok, type Result } from '../platform/result.ts';
import { allowedVersions } from './conditional.ts';
import { keyed, readKey } from './idempotency.ts';
import { readBodyWithinBudget, type BodyLimit } from './read-body.ts';

/** The request of a write; `path` has neither host nor query. */
export interface WriteHttpRequest {
  readonly raw: Request;
  readonly path: string;
}

/** How a dialect reads the bodies of one kind of write. */
export interface BodyStep<Target, Body, F> {
  /** undefined: the write has no body, and `parse` is called with no bytes. */
  readonly bodyLimit: BodyLimit | undefined;
  /** Parses the body, and checks what depends on it, such as a signature in it. */
  readonly parse: (bytes: Uint8Array, target: Target) => Result<Body, F> | Promise<Result<Body, F>>;
  /** Returns what distinguishes this request from others of its method and path, for its Idempotency-Key. */
  readonly toContent: (body: Body, target: Target) => RequestContent;
}

/** The body step of writes without a body. */
export const NO_BODY: BodyStep<unknown, undefined, never> = {
  bodyLimit: undefined,
  parse: () => ok(undefined),
  toContent: () => ({ fields: {}, file: undefined }),
};

/** An authorized write whose body has been parsed. */
export interface ParsedWrite<Target, Body> {
  readonly target: Target;
  readonly body: Body;
  /** The conditions of the headers Idempotency-Key and If-Match. */
  readonly conditions: WriteConditions;
}

/** The steps of a write that differ from dialect to dialect. */
export interface WriteSteps<Target, Body, Value, F> extends BodyStep<Target, Body, F> {
  /** Authenticates and authorizes the caller, and returns what the path and the query name. */
  readonly authorize: () => Promise<Result<Target, F>>;
  /** Makes the command and executes it. */
  readonly execute: (write: ParsedWrite<Target, Body>) => Promise<Result<Value, F>>;
  readonly answer: (value: Value, target: Target) => Result<Response, F> | Promise<Result<Response, F>>;
}

/**
 * Runs the steps of a write, which are the same in all dialects: authenticate and authorize, read the body, parse it,
 * make and execute the command, answer. The body's bytes are held in the memory budget until the command was
 * executed. Faults: those of the steps, and those of reading the body and the headers.
 */
export async function runWrite<Target extends Access | { readonly access: Access }, Body, Value, F>(
  request: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
): Promise<Result<Response, F | IngestFault | RequestFault>> {
  const authorized = await steps.authorize();
  if (!authorized.ok) return authorized;
  const target = authorized.value;
  // Before the body is read, of which forms store files.
  const key = readKey(request.raw.headers);
  if (!key.ok) return key;
  const parseAndExecute = async (bytes: Uint8Array): Promise<Result<Value, F | RequestFault>> => {
    const body = await steps.parse(bytes, target);
    if (!body.ok) return body;
    const { raw, path } = request;
    const conditions = {
      idempotency: await keyed(key.value, { method: raw.method, path, ...steps.toContent(body.value, target) }),
      allowedVersions: allowedVersions(raw.headers, storeOf(target)),
    };
    return await steps.execute({ target, body: body.value, conditions });
  };
  const executed =
    steps.bodyLimit === undefined
      ? await parseAndExecute(new Uint8Array())
      : await readBodyWithinBudget(request.raw, storeOf(target).hash, steps.bodyLimit, parseAndExecute);
  return executed.ok ? await steps.answer(executed.value, target) : executed;
}

const storeOf = (target: Access | { readonly access: Access }): Store =>
  'access' in target ? target.access.store : target.store;
