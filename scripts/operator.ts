/** The operator's tool: `npm run operator -- help`. */
import { resolve } from 'node:path';
import type { SecretsKeys } from '../src/access/sealed-secrets.ts';
import { readKeys } from '../src/access/key-list.ts';
import type { UrlSigningKeys } from '../src/delivery/signature.ts';
import { isMoving } from '../src/model/shard.ts';
import { LOCAL_OPERATOR_TOKEN, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from './demo-store.ts';
import { checkUsage, readArguments, UsageError } from './operator/arguments.ts';
import { checkDeployment } from './operator/check/check.ts';
import { afterRestore } from './operator/after-restore.ts';
import { showHistory, undoOnService } from './operator/history.ts';
import { showEvents } from './operator/events.ts';
import { importFolder } from './operator/import-folder.ts';
import { listProducts, registerProduct } from './operator/products.ts';
import type { Target } from './operator/database.ts';
import { moveStore } from './operator/move.ts';
import { SKIPPED_IDS } from './operator/restore-sql.ts';
import { atStore, shardsOf } from './operator/shards.ts';
import { signUrl } from './operator/sign.ts';
import { createSigningKey, listSigningKeys, revokeSigningKey } from './operator/signing-keys.ts';
import { rotateSigningKeys, setSigning } from './operator/signing.ts';
import { checkHash, configureStore, createStore, listStores } from './operator/stores.ts';
import { purgeService, sweepService } from './operator/sweep.ts';
import { createToken, listTokens, parseApis, revokeToken } from './operator/tokens.ts';
import { numberFromZero, parseOrigin, parseScope, parseSettings, wholeNumber } from './operator/values.ts';
import { runningPort } from './state-lock.ts';
import { PROJECT_DIR } from './wrangler.ts';

const HELP = `npm run operator -- COMMAND [--remote]

  store create HASH [--name NAME] [--database DB_2]
                                                   a new store; HASH stands in its URLs and never changes. Of several
                                                   databases it goes where there is room, or where --database says
  store configure HASH --settings JSON             e.g. '{"registeredProductsOnly":true}'; what is not named stays
  store list                                       with the databases that they are in, where there are several
  store move HASH --to DB_2 [--abort] [--url ORIGIN]
                                                   to another database, through the running service: reads go on, writes
                                                   wait. It can be ended and repeated; --abort takes it back
  token create HASH [--scope read|write|admin] [--apis LIST] [--label TEXT] [--expires-in-days N]
                                                   shown once; only its digest is kept. LIST is of v1, v3, v2, shoptet
                                                   and store, by comma, and all of them by default
  token revoke ID                                  ID from the list
  token list HASH                                  what each allows, and the APIs that it works for
  product register HASH PRODUCT_ID [--guid UUID]   for stores that take registered products only
  product list HASH
  history HASH PRODUCT [--limit N]                 what was done to a product, newest first; by number or GUID
  undo HASH PRODUCT VERSION [--url ORIGIN]         takes it back to a version, through the running service
  events HASH [--after SEQ] [--limit N]            what happened in a store after a row of its journal, or at last
  signing set HASH off|accepted|required           whether calls of the Store API may or must be signed
  signing rotate HASH                              a new private key and secret, shown once; old sessions end
  import HASH FOLDER                               uploads a folder to the store's import folder, for BigCommerce V2
  sign URL [--size SIZE] [--expires-in S]          a signed URL of a picture, for a day by default; SIZE is 600x400, 640,
                                                   600x400.cover, 600x400.pad-ffffff or original
  signing-key create HASH [--label TEXT]           a key with which the store signs URLs of pictures by itself, shown once
  signing-key revoke HASH ID                       what it has signed is refused within a minute
  signing-key list HASH
  sweep [--dry-run] [--url ORIGIN]                 removes what nothing refers to, through the running service
  purge [--url ORIGIN]                             empties the edge cache, as after a restore of the database
  check [--repair] [--hashes] [--database-only] [--url ORIGIN]
                                                   compares counters with rows, and rows with the bucket, which the
                                                   running service looks at; --hashes reads every original
  after-restore [--skip-ids N]                     after the database was restored to an earlier time, and before
                                                   anything is written: no id and no version is given twice

A setting within another, such as a size of presets, is merged like the others; null removes one.
Without --remote it works on the state of npm start (STATE_DIR, else .state), and asks the service that runs on it, or
the one of --url.
With --remote it works on the deployment; sign and signing-key take theirs from SIGNING_KEYS,
signing rotate from SECRETS_KEYS, sweep, purge, undo and check their secret from OPERATOR_TOKEN and the service from --url.

It ends with 0, with 1 where something failed or check found a fault, and with 2 where it was called wrongly.`;

const DAY_S = 24 * 60 * 60;

/** How the process ends where something failed, or is wrong; and where it was called wrongly. */
const FAULTY = 1;
const WRONGLY_CALLED = 2;

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  remote: { type: 'boolean', default: false },
  name: { type: 'string' },
  database: { type: 'string' },
  to: { type: 'string' },
  abort: { type: 'boolean', default: false },
  settings: { type: 'string' },
  scope: { type: 'string', default: 'write' },
  apis: { type: 'string' },
  label: { type: 'string', default: 'operator' },
  'expires-in-days': { type: 'string' },
  guid: { type: 'string' },
  size: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  url: { type: 'string' },
  repair: { type: 'boolean', default: false },
  hashes: { type: 'boolean', default: false },
  'skip-ids': { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
  'database-only': { type: 'boolean', default: false },
  'expires-in': { type: 'string', default: String(DAY_S) },
} as const;

const { values, positionals, tokens } = readOrExit();

const target = { remote: values.remote, stateDir: resolve(PROJECT_DIR, process.env['STATE_DIR'] ?? '.state') };

function readOrExit() {
  try {
    return readArguments({ allowPositionals: true, tokens: true, options: OPTIONS });
  } catch (error) {
    return exitWith(error);
  }
}

const MOVING =
  'The store is on its way to another database, and is not written to: store move HASH --to … goes on with it, and --abort takes it back.';

/** Ends the process with a sentence, without a stack. */
function exitWith(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  console.error(isMoving(message) ? MOVING : message);
  process.exit(error instanceof UsageError ? WRONGLY_CALLED : FAULTY);
}

async function run(): Promise<string> {
  if (values.help) return HELP;
  const options = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  checkUsage(positionals, options);
  const [subject = '', action = '', first, second] = positionals;
  if (subject === 'undo') return await undo(action, first, second);
  switch (`${subject} ${action}`.trim()) {
    case 'store create':
      return await createStore(target, checkHash(first), values.name ?? checkHash(first), values.database);
    case 'store move':
      return await move(checkHash(first));
    case 'store configure':
      return await configureStore(await atStoreOf(first), checkHash(first), parseSettings(values.settings ?? '{}'));
    case 'store list':
      return await listStores(target);
    case 'token create':
      return await createToken(await atStoreOf(first), checkHash(first), {
        scope: parseScope(values.scope),
        label: values.label,
        apis: values.apis === undefined ? undefined : parseApis(values.apis),
        expiresInDays: wholeNumber('--expires-in-days', values['expires-in-days']),
      });
    case 'token revoke':
      return await revokeToken(target, first ?? '');
    case 'token list':
      return await listTokens(await atStoreOf(first), checkHash(first));
    case 'signing set':
      return await setSigning(await atStoreOf(first), checkHash(first), second);
    case 'signing rotate':
      return await rotateSigningKeys(await atStoreOf(first), checkHash(first), secretsKeys());
    case 'signing-key create':
      return await createSigningKey(await atStoreOf(first), checkHash(first), values.label, signingKeys());
    case 'signing-key revoke':
      return await revokeSigningKey(await atStoreOf(first), checkHash(first), second);
    case 'signing-key list':
      return await listSigningKeys(await atStoreOf(first), checkHash(first));
    case 'product register':
      return await registerProduct(await atStoreOf(first), checkHash(first), Number(second), values.guid);
    case 'product list':
      return await listProducts(await atStoreOf(first), checkHash(first));
    default:
      return await runWithoutAction(subject, action, first);
  }
}

/** Returns the database in which a store is. */
const atStoreOf = async (hash: string | undefined): Promise<Target> => await atStore(target, checkHash(hash));

async function move(storeHash: string): Promise<string> {
  if (values.to === undefined && !values.abort) throw new UsageError('Where to? store move HASH --to DB_2');
  const options = { storeHash, to: values.to ?? '', isAbort: values.abort, report: console.error };
  return await moveStore(serviceOrigin(), readSecret('OPERATOR_TOKEN', LOCAL_OPERATOR_TOKEN), options);
}

/** Version 0, which a product had before its first image, is one, too. */
async function undo(hash: string, product: string | undefined, version: string | undefined): Promise<string> {
  const operatorToken = readSecret('OPERATOR_TOKEN', LOCAL_OPERATOR_TOKEN);
  const toVersion = numberFromZero('The version', version);
  return await undoOnService(serviceOrigin(), operatorToken, checkHash(hash), product, toVersion);
}

function secretsKeys(): SecretsKeys {
  const keys = values.remote ? process.env['SECRETS_KEYS'] : LOCAL_SECRETS_KEYS;
  if (keys === undefined) throw new Error('Set SECRETS_KEYS to what the deployment has.');
  return readKeys('SECRETS_KEYS', keys);
}

const signingKeys = (): UrlSigningKeys => readKeys('SIGNING_KEYS', readSecret('SIGNING_KEYS', LOCAL_SIGNING_KEYS));

async function runWithoutAction(subject: string, argument: string, second: string | undefined): Promise<string> {
  if (subject === 'history') {
    return await showHistory(
      await atStoreOf(argument),
      checkHash(argument),
      second,
      wholeNumber('--limit', values.limit),
    );
  }
  if (subject === 'events') {
    const page = { after: numberFromZero('--after', values.after), limit: wholeNumber('--limit', values.limit) };
    return await showEvents(await atStoreOf(argument), checkHash(argument), page);
  }
  if (subject === 'import') {
    if (second === undefined) throw new UsageError('Which folder? import HASH FOLDER');
    return await importFolder({
      ...(await atStoreOf(argument)),
      storeHash: checkHash(argument),
      folder: second,
      report: console.error,
    });
  }
  if (subject === 'sign') {
    const keys = readSecret('SIGNING_KEYS', LOCAL_SIGNING_KEYS);
    return await signUrl(argument, values.size, wholeNumber('--expires-in', values['expires-in']) ?? DAY_S, keys);
  }
  if (subject === 'sweep') {
    return await sweepService(serviceOrigin(), readSecret('OPERATOR_TOKEN', LOCAL_OPERATOR_TOKEN), {
      shards: shardsOf(target),
      isDryRun: values['dry-run'],
    });
  }
  if (subject === 'purge') {
    return await purgeService(serviceOrigin(), readSecret('OPERATOR_TOKEN', LOCAL_OPERATOR_TOKEN));
  }
  if (subject === 'check') return await runCheck();
  if (subject === 'after-restore')
    return await afterRestore(target, wholeNumber('--skip-ids', values['skip-ids']) ?? SKIPPED_IDS);
  return HELP;
}

const serviceOrigin = (): string => parseOrigin(values.url ?? localOrigin());

/**
 * Returns where the service of the local state answers. @throws where none runs on it, or PORT names another one's: it
 * would act on the stores of another state.
 */
function localOrigin(): string {
  const { remote, stateDir } = target;
  if (remote) throw new UsageError('Where is the service? --url https://…');
  const port = runningPort(stateDir);
  const asked = process.env['PORT'];
  if (port === undefined) {
    throw new Error(`No service runs on ${stateDir}. STATE_DIR=… names another folder, --url a service elsewhere.`);
  }
  if (asked !== undefined && Number(asked) !== port) {
    throw new Error(
      `The service of ${stateDir} has port ${port}, not ${asked}: leave PORT out, or name its STATE_DIR.`,
    );
  }
  return `http://127.0.0.1:${port}`;
}

async function runCheck(): Promise<string> {
  if (values['database-only'] && values.hashes)
    throw new UsageError('--hashes reads the bucket, --database-only does not.');
  const service = {
    origin: serviceOrigin(),
    operatorToken: values['database-only'] ? '' : readSecret('OPERATOR_TOKEN', LOCAL_OPERATOR_TOKEN),
    readsBytes: values.hashes,
  };
  const { text, isSound } = await checkDeployment({
    target,
    service: values['database-only'] ? undefined : service,
    repairs: values.repair,
  });
  if (!isSound) process.exitCode = FAULTY;
  return text;
}

/** Returns a secret of the deployment from the environment with --remote, else the one of `npm start`. */
function readSecret(name: string, local: string): string {
  if (!values.remote) return local;
  const value = process.env[name];
  if (value === undefined) throw new Error(`Set ${name} to what the deployment has.`);
  return value;
}

await run().then(console.log, exitWith);
