import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The tool was called wrongly. */
export class UsageError extends Error {}

/** What a command takes: at most so many arguments, and these options besides `--remote`. */
interface Usage {
  readonly maxArguments: number;
  readonly options: readonly string[];
}

/** Every command of the tool. */
const COMMANDS: Readonly<Record<string, Usage>> = {
  help: { maxArguments: 0, options: [] },
  'store create': { maxArguments: 1, options: ['name', 'database'] },
  'store move': { maxArguments: 1, options: ['to', 'abort', 'url'] },
  'store configure': { maxArguments: 1, options: ['settings'] },
  'store list': { maxArguments: 0, options: [] },
  'token create': { maxArguments: 1, options: ['scope', 'apis', 'label', 'expires-in-days'] },
  'token revoke': { maxArguments: 1, options: [] },
  'token list': { maxArguments: 1, options: [] },
  'product register': { maxArguments: 2, options: ['guid'] },
  'product list': { maxArguments: 1, options: [] },
  'signing set': { maxArguments: 2, options: [] },
  'signing rotate': { maxArguments: 1, options: [] },
  'signing-key create': { maxArguments: 1, options: ['label'] },
  'signing-key revoke': { maxArguments: 2, options: [] },
  'signing-key list': { maxArguments: 1, options: [] },
  history: { maxArguments: 2, options: ['limit'] },
  events: { maxArguments: 1, options: ['after', 'limit'] },
  undo: { maxArguments: 3, options: ['url'] },
  import: { maxArguments: 2, options: [] },
  sign: { maxArguments: 1, options: ['size', 'expires-in'] },
  sweep: { maxArguments: 0, options: ['dry-run', 'url'] },
  purge: { maxArguments: 0, options: ['url'] },
  check: { maxArguments: 0, options: ['repair', 'hashes', 'database-only', 'url'] },
  'after-restore': { maxArguments: 0, options: ['skip-ids'] },
};

/** Returns the command that the words begin with; undefined where there is none. */
function findCommand([subject = 'help', action = '']: readonly string[]): string | undefined {
  return [`${subject} ${action}`, subject].find((name) => Object.hasOwn(COMMANDS, name));
}

/**
 * Checks that there is the command, and that it takes as many arguments and these options, so that nothing that was
 * typed is ignored. @throws with a sentence.
 */
export function checkUsage(positionals: readonly string[], options: readonly string[]): void {
  const command = findCommand(positionals);
  const usage = command === undefined ? undefined : COMMANDS[command];
  if (command === undefined || usage === undefined) {
    throw new UsageError(
      `There is no command ${positionals.slice(0, 2).join(' ')}. npm run operator -- help shows them.`,
    );
  }
  const extra = positionals[command.split(' ').length + usage.maxArguments];
  if (extra !== undefined) throw new UsageError(`${command} does not take ${extra}.`);
  const unknown = options.find((option) => option !== 'remote' && !usage.options.includes(option));
  if (unknown !== undefined) throw new UsageError(`${command} has no option --${unknown}.`);
}

/** The arguments as Node.js parses them, with the tokens that they were parsed from. */
type Config = ParseArgsConfig & { readonly allowPositionals: true; readonly tokens: true };

/** Parses the arguments of the process. @throws with a sentence, where an option is unknown, or has no value. */
export function readArguments<const T extends Config>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(toSentence(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/** Returns what a person can act on of an error of `parseArgs`, whose messages are for programmers. */
function toSentence(message: string): string {
  const option = /--?[\w-]+/.exec(message)?.[0] ?? '';
  if (message.startsWith('Unknown option')) return `There is no option ${option}. npm run operator -- help shows them.`;
  if (message.includes('ambiguous')) return `${option} needs a value; one that begins with a dash is ${option}=-x.`;
  if (message.includes('argument missing')) return `${option} needs a value.`;
  if (message.includes('does not take an argument')) return `${option} takes no value.`;
  return message;
}
