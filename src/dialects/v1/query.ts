import { MAX_PROBLEMS, quoted } from '../../http/quoted.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault, ValueError } from './faults.ts';
import type { V1Context } from './request-context.ts';
import { toFoundErrors } from './schema-errors.ts';

/** The schema of a route without parameters. */
export const NO_PARAMETERS = z.strictObject({});

/**
 * Reads the query by its schema, which is strict, so that an unknown parameter is refused by its name. No parameter may
 * come twice. Fault: parameters-invalid.
 */
export function readQuery<Query>(c: V1Context, schema: z.ZodMiniType<Query>): Result<Query, V1Fault> {
  const given = Object.entries(c.req.queries());
  const repeated = given.filter(([, values]) => values.length > 1).slice(0, MAX_PROBLEMS);
  if (repeated.length > 0) {
    return refuse(repeated.map(([name]) => ({ parameter: quoted(name), detail: 'It comes more than once.' })));
  }
  const parsed = schema.safeParse(Object.fromEntries(given.map(([name, [value]]) => [name, value])), {
    reportInput: true,
  });
  if (parsed.success) return ok(parsed.data);
  return refuse(
    toFoundErrors(parsed.error).map(({ path, detail }) => ({
      parameter: quoted(String(path[0] ?? '')),
      detail: detail === 'There is no such field.' ? 'There is no such parameter.' : detail,
    })),
  );
}

const refuse = (errors: readonly ValueError[]): Result<never, V1Fault> => fail({ kind: 'parameters-invalid', errors });
