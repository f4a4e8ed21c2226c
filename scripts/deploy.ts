/**
 * `npm run deploy`: makes what the account lacks, applies the migrations, and deploys the Worker with its secrets
 * (docs/deploying.md). It can be repeated: what is there stays.
 *
 * `--dry-run` says what it would find and builds, and changes nothing. `--config-only` finds the database and writes the
 * configuration that `operator -- … --remote` uses. `--var NAME:VALUE` sets a variable, which later runs keep. `--url
 * ORIGIN` is where the service answers, if not at workers.dev. `--databases N` makes that many databases for stores to
 * spread over; those that are there stay.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { varsSchema } from '../src/http/config.ts';
import { openAccount, type Account } from './deploy/account.ts';
import { checkByHand } from './deploy/by-hand.ts';
import { readTrackedConfig, writeDeployConfig, type TrackedConfig } from './deploy/config.ts';
import { DEPLOY_CONFIG, remoteArgs, SECRETS_FILE } from './deploy/paths.ts';
import {
  databaseNames,
  ensureBuckets,
  ensureDatabase,
  findDatabaseId,
  parseDatabases,
  replicateReads,
  type Resource,
} from './deploy/resources.ts';
import { prepareSecrets, SECRETS } from './deploy/secrets.ts';
import { writeDeployedSite } from './deployed-site.ts';
import { waitUntilReady } from './deploy/wait-until-ready.ts';
import { runWrangler } from './wrangler.ts';

const say = (what: string, name: string, state: string): void =>
  console.log(`  ${what.padEnd(9)} ${name.padEnd(24)} ${state}`);

/** What a person asks for. */
interface DeployOptions {
  readonly url: string | undefined;
  /** Variables, as `NAME:VALUE`. */
  readonly vars: readonly string[];
  /** How many databases there are at least. */
  readonly databases: number;
}

async function deploy(
  account: Account,
  config: TrackedConfig,
  { url, vars, databases: asked }: DeployOptions,
): Promise<void> {
  const [{ database_name: databaseName }] = config.d1_databases;
  const databases: (Resource & { readonly id: string })[] = [];
  for (const name of await databaseNames(account, databaseName, asked)) {
    databases.push(await ensureDatabase(account, name));
  }
  for (const { kind, name, isNew } of [...databases, ...(await ensureBuckets(account, config))]) {
    say(kind, name, isNew ? 'created' : 'there');
  }
  writeDeployConfig(config, { accountId: account.id, databases });
  await upload(account, config, vars, databases);
  for (const { id, name } of databases) say('replicas', name, await replicateReads(account, id));
  await reportReadiness(account, config, url);
  console.log('\nSwitched on by hand:');
  for (const { what, state, how } of await checkByHand(account, { workerName: config.name })) {
    console.log(`  ${state.padEnd(12)} ${what}${state === 'on' ? '' : `: ${how}`}`);
  }
}

/** Applies the migrations, then uploads the Worker together with the secrets that it lacks. */
async function upload(
  account: Account,
  config: TrackedConfig,
  vars: readonly string[],
  databases: readonly Resource[],
): Promise<void> {
  const { secrets, uploadFile } = await prepareSecrets(account, config.name);
  for (const { name, origin } of secrets) {
    say('secret', name, origin === 'account' ? 'there' : origin === 'new' ? 'made' : `from the ${origin}`);
  }
  try {
    // The directory's database first: it has to know what the others may be asked for.
    for (const { name } of databases)
      console.log(await runWrangler(['d1', 'migrations', 'apply', name, ...remoteArgs()]));
    const secretArgs = uploadFile === undefined ? [] : ['--secrets-file', uploadFile];
    const varArgs = vars.flatMap((variable) => ['--var', variable]);
    await writeDeployedSite();
    console.log(await runWrangler(['deploy', '--config', DEPLOY_CONFIG, ...secretArgs, ...varArgs]));
  } finally {
    if (uploadFile !== undefined) rmSync(uploadFile, { force: true });
  }
  if (uploadFile !== undefined) {
    console.log(`The account shows no secret again. Those that it lacked are in ${SECRETS_FILE}: keep them safe.`);
  }
}

const subdomainSchema = z.object({ subdomain: z.string() });

async function reportReadiness(account: Account, config: TrackedConfig, url: string | undefined): Promise<void> {
  const found = subdomainSchema.safeParse(await account.find('/workers/subdomain').catch(() => undefined));
  const origin = url ?? (found.success ? `https://${config.name}.${found.data.subdomain}.workers.dev` : undefined);
  if (origin === undefined) return console.log('Nobody asked whether it is ready: --url ORIGIN says where it answers.');
  await waitUntilReady(origin);
  console.log(`${origin} is ready.`);
}

/** Says what is there and what would be made, and builds the Worker. */
async function dryRun(account: Account, config: TrackedConfig, asked: number): Promise<void> {
  const readOnly: Account = { ...account, create: () => Promise.resolve({ uuid: 'none', name: '' }) };
  for (const name of await databaseNames(account, config.d1_databases[0].database_name, asked)) {
    const isThere = (await findDatabaseId(account, name)) !== undefined;
    say('database', name, isThere ? 'there' : 'would be created');
  }
  for (const resource of await ensureBuckets(readOnly, config)) {
    say(resource.kind, resource.name, resource.isNew ? 'would be created' : 'there');
  }
  await writeDeployedSite();
  console.log(await runWrangler(['deploy', '--dry-run']));
}

/** Writes the configuration for a database that is there. @throws where there is none. */
async function writeConfigOnly(account: Account, config: TrackedConfig): Promise<void> {
  const databases: { readonly id: string; readonly name: string }[] = [];
  for (const name of await databaseNames(account, config.d1_databases[0].database_name, 1)) {
    const id = await findDatabaseId(account, name);
    if (id === undefined) throw new Error(`The account has no database ${name}: npm run deploy makes it.`);
    databases.push({ id, name });
  }
  writeDeployConfig(config, { accountId: account.id, databases });
  console.log(`${DEPLOY_CONFIG} is written.`);
}

/** Checks a variable before anything is touched. @throws where there is no such variable, or it is a secret. */
function checkVariable(variable: string): void {
  const [name = ''] = variable.split(':');
  const isSecret = Object.hasOwn(SECRETS, name);
  if (isSecret) throw new Error(`${name} is a secret: set it in the environment of this command.`);
  if (!Object.hasOwn(varsSchema.shape, name)) throw new Error(`There is no variable ${name} (docs/settings.md).`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      'config-only': { type: 'boolean', default: false },
      url: { type: 'string' },
      databases: { type: 'string' },
      var: { type: 'string', multiple: true, default: [] },
    },
  });
  values.var.forEach(checkVariable);
  const databases = parseDatabases(values.databases);
  const [account, config] = [await openAccount(), await readTrackedConfig()];
  console.log(`Account ${account.id}`);
  if (values['dry-run']) await dryRun(account, config, databases);
  else if (values['config-only']) await writeConfigOnly(account, config);
  else await deploy(account, config, { url: values.url, vars: values.var, databases });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
