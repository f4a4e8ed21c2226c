import type { Multipart } from './multipart.ts';
import type { ConditionalOptions, UploadOptions, VitrineOptions } from './options.ts';
import { counted, sendWithProgress } from './progress.ts';
import { type Answer, readReply, type Reply } from './reply.ts';
import { sleep, waitBeforeRepeat } from './retry.ts';

/** A request, before it is sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path below `/v1`, or a whole URL, which then gets no token. */
  readonly path: string;
  /** Strings, numbers and booleans by their names; what is undefined is left out. */
  readonly query?: object | undefined;
  /** What is sent as JSON. */
  readonly json?: unknown;
  readonly form?: Multipart;
  readonly prefer?: string | undefined;
}

/** What calls can be given together. */
type Options = ConditionalOptions & UploadOptions;

const DEFAULT_RETRIES = 4;
const DEFAULT_TIMEOUT_MS = 60_000;
const FILES_TIMEOUT_MS = 600_000;

/** Sends requests, repeats those that may succeed then, and reads the answers. */
export class Transport {
  readonly #options: VitrineOptions;

  constructor(options: VitrineOptions) {
    this.#options = options;
  }

  /** Sends a call. @throws VitrineProblem, the reason of the signal, or what `fetch` throws where nothing came. */
  async send<Body>(call: Call, options: Options = {}): Promise<Answer<Body>> {
    const { retries = DEFAULT_RETRIES } = this.#options;
    const isRepeatable = call.form === undefined || call.form.blob !== undefined;
    const headers = this.#headersOf(call, options);
    for (let repeats = 0; ; repeats += 1) {
      const outcome = await this.#attempt(call, headers, options);
      const reply = 'reply' in outcome ? outcome.reply : undefined;
      const isOver = reply !== undefined && reply.status < 300;
      const waitMs = isOver || !isRepeatable || repeats >= retries ? undefined : waitBeforeRepeat(reply, repeats);
      if (waitMs !== undefined) await sleep(waitMs, options.signal);
      else if ('reply' in outcome) return readReply(outcome.reply);
      else throw outcome.error;
    }
  }

  async #attempt(
    call: Call,
    headers: Record<string, string>,
    options: Options,
  ): Promise<{ readonly reply: Reply } | { readonly error: unknown }> {
    const timeoutMs =
      options.timeoutMs ?? this.#options.timeoutMs ?? (call.form ? FILES_TIMEOUT_MS : DEFAULT_TIMEOUT_MS);
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    try {
      return { reply: await this.#exchange(call, headers, signal, options) };
    } catch (error) {
      options.signal?.throwIfAborted();
      return { error };
    }
  }

  async #exchange(
    { method, form, json, ...call }: Call,
    headers: Record<string, string>,
    signal: AbortSignal,
    { onProgress }: Options,
  ): Promise<Reply> {
    const url = this.#urlOf(call);
    const send = this.#options.fetch ?? ((at: string, init: RequestInit) => fetch(at, init));
    const blob = form?.blob;
    if (onProgress && blob && this.#options.fetch === undefined && typeof XMLHttpRequest !== 'undefined') {
      return await sendWithProgress(url, { method, headers, body: blob, signal }, onProgress);
    }
    const body = form
      ? onProgress
        ? counted(form.stream(), blob?.size, onProgress)
        : (blob ?? form.stream())
      : undefined;
    const init: RequestInit & { readonly duplex?: 'half' } = {
      method,
      headers,
      signal,
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body, duplex: 'half' }),
    };
    const response = await send(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  #urlOf({ path, query = {} }: Pick<Call, 'path' | 'query'>): string {
    if (!path.startsWith('/')) return path;
    const url = new URL(`${this.#options.url.replace(/\/+$/, '')}/v1${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return url.href;
  }

  #headersOf({ method, path, json, form, prefer }: Call, { idempotencyKey, ifMatch }: Options): Record<string, string> {
    const { token, store } = this.#options;
    const storeHash = path.startsWith('/') ? store?.() : undefined;
    return {
      ...(storeHash !== undefined && { 'Vitrine-Store': storeHash }),
      ...(token !== undefined && path.startsWith('/') && { Authorization: `Bearer ${token}` }),
      ...(method !== 'GET' && { 'Idempotency-Key': idempotencyKey ?? crypto.randomUUID() }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
      ...(form && { 'Content-Type': form.contentType }),
      ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      ...(prefer !== undefined && { Prefer: prefer }),
    };
  }
}
