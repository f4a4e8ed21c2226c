import type { WriteConditions } from '../catalogue/commands.ts';
import type { RequestFault } from '../catalogue/faults.ts';
import type { RequestContent } from '../catalogue/fingerprint.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { Access } from '../model/access.ts';
import type { Store } from '../model/store.ts';
import { ok, type Result } from '../platform/result.ts';
import { allowedVersions } from './conditional.ts';
import { keyed, readKey } from './idempotency.ts';
import { type BodyLimit, hasSmallBody, readBodyWithinBudget } from './read-body.ts';

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

/**
 * How a write relies on the access that the isolate remembers of its caller, which saves a round trip: `execute` either
 * verifies it and takes effect, or does nothing and fails (docs/decisions/095).
 */
export interface RememberedAccess<Target, Body> {
  /** Returns the target with the remembered access; undefined where there is none that allows the write. */
  readonly recall: () => Promise<Target | undefined> | Target | undefined;
  /** Is called once it was verified: nothing says before whose request it is. */
  readonly onVerified: (access: Access) => void;
  /** Returns whether a write with this body fetches and stores nothing before it takes effect; absent: none does. */
  readonly isEnoughFor?: (body: Body) => boolean;
}

/** The steps of a write that differ from dialect to dialect. */
export interface WriteSteps<Target, Body, Value, F> extends BodyStep<Target, Body, F> {
  /** Authenticates and authorizes the caller, and returns what the path and the query name. */
  readonly authorize: () => Promise<Result<Target, F>>;
  /** Absent: the access is read for each write. */
  readonly remembered?: RememberedAccess<Target, Body> | undefined;
  /** Makes the command and executes it. */
  readonly execute: (write: ParsedWrite<Target, Body>) => Promise<Result<Value, F>>;
  readonly answer: (value: Value, target: Target) => Result<Response, F> | Promise<Result<Response, F>>;
}

/** A write that took effect, and for whom. */
interface Executed<Target, Value> {
  readonly value: Value;
  readonly target: Target;
}

type WriteResult<Target, Value, F> = Result<Executed<Target, Value>, F | IngestFault | RequestFault>;

type WithAccess = Access | { readonly access: Access };

/**
 * Runs the steps of a write, which are the same in all dialects: authenticate and authorize, read the body, parse it,
 * make and execute the command, answer. The body's bytes are held in the memory budget until the command was
 * executed. Faults: those of the steps, and those of reading the body and the headers.
 */
export async function runWrite<Target extends WithAccess, Body, Value, F extends { readonly kind: string }>(
  request: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
): Promise<Result<Response, F | IngestFault | RequestFault>> {
  const recalled = hasSmallBody(request.raw) ? await steps.remembered?.recall() : undefined;
  const executed = await (recalled === undefined
    ? executeAuthorized(request, steps)
    : executeRemembered(request, steps, recalled));
  return executed.ok ? await steps.answer(executed.value.value, executed.value.target) : executed;
}

async function executeAuthorized<Target extends WithAccess, Body, Value, F>(
  request: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
): Promise<WriteResult<Target, Value, F>> {
  const target = await steps.authorize();
  if (!target.ok) return target;
  return await withBody(request, steps, target.value, (content) =>
    parseAndExecute(request, steps, content, target.value),
  );
}

/**
 * Executes a write with a remembered access. Whatever else comes of it than that it took effect is found out again with
 * the access as it is read now, but for the fault busy, after which it may have taken effect or may yet.
 */
async function executeRemembered<Target extends WithAccess, Body, Value, F extends { readonly kind: string }>(
  request: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
  recalled: Target,
): Promise<WriteResult<Target, Value, F>> {
  const read = await withBody<WriteResult<Target, Value, F>, never>(request, steps, recalled, async (content) => {
    const body = await steps.parse(content.bytes, recalled);
    const isEnough = body.ok && steps.remembered?.isEnoughFor?.(body.value) !== false;
    const first = isEnough ? await execute(request, steps, { ...content, body: body.value }, recalled) : undefined;
    if (first?.ok === true) {
      steps.remembered?.onVerified(accessOf(recalled));
      return ok(first);
    }
    const target = await steps.authorize();
    if (!target.ok) return ok(target);
    return ok(first?.fault.kind === 'busy' ? first : await parseAndExecute(request, steps, content, target.value));
  });
  if (read.ok) return read.value;
  // Why a body could not be read is told to callers who have access.
  const target = await steps.authorize();
  return target.ok ? read : target;
}

/** What was read of a request before its body is parsed. */
interface WriteContent {
  readonly bytes: Uint8Array;
  readonly key: string | undefined;
}

/** Reads the Idempotency-Key and the body, in this order, for the bodies of forms store files. */
async function withBody<T, F>(
  { raw }: WriteHttpRequest,
  { bodyLimit }: { readonly bodyLimit: BodyLimit | undefined },
  target: WithAccess,
  task: (content: WriteContent) => Promise<Result<T, F>>,
): Promise<Result<T, F | IngestFault | RequestFault>> {
  const key = readKey(raw.headers);
  if (!key.ok) return key;
  if (bodyLimit === undefined) return await task({ bytes: new Uint8Array(), key: key.value });
  return await readBodyWithinBudget(raw, storeOf(target).hash, bodyLimit, (bytes) => task({ bytes, key: key.value }));
}

async function parseAndExecute<Target extends WithAccess, Body, Value, F>(
  request: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
  content: WriteContent,
  target: Target,
): Promise<Result<Executed<Target, Value>, F | RequestFault>> {
  const body = await steps.parse(content.bytes, target);
  return body.ok ? await execute(request, steps, { ...content, body: body.value }, target) : body;
}

async function execute<Target extends WithAccess, Body, Value, F>(
  { raw, path }: WriteHttpRequest,
  steps: WriteSteps<Target, Body, Value, F>,
  { body, key }: WriteContent & { readonly body: Body },
  target: Target,
): Promise<Result<Executed<Target, Value>, F | RequestFault>> {
  const conditions = {
    idempotency: await keyed(key, { method: raw.method, path, ...steps.toContent(body, target) }),
    allowedVersions: allowedVersions(raw.headers, storeOf(target)),
  };
  const executed = await steps.execute({ target, body, conditions });
  return executed.ok ? ok({ value: executed.value, target }) : executed;
}

const accessOf = (target: WithAccess): Access => ('access' in target ? target.access : target);
const storeOf = (target: WithAccess): Store => accessOf(target).store;
