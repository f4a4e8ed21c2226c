/** A request that a test has sent and what came back, without what differs from run to run. */
export interface Example {
  readonly title: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly contentType?: string;
    /** JSON as a value, and a form as its fields. */
    readonly body?: unknown;
  };
  readonly answer: { readonly status: number; readonly body?: unknown };
}

/** Examples by the ids of their operations. */
export type Examples = Readonly<Record<string, readonly Example[]>>;
