import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileClientIfNeeded } from './compile-client.ts';
import { DEMO } from './demo-store.ts';

/** Says in the state's folder how far the demo store was filled: `filling` or `filled`. */
const MARK = 'demo-store';

/** The service whose demo store is filled. */
interface Started {
  readonly origin: string;
  readonly stateDir: string;
  readonly signal: AbortSignal;
}

/**
 * Fills the demo store with products once it is up, unless DEMO_STORE is `empty`: where nothing was ever in it, or where
 * an earlier start was ended in between. Whoever deletes the products keeps an empty store. Says in a line what it has
 * done, and never throws: the service goes on without products.
 */
export async function fillDemoStoreOnce({ origin, stateDir, signal }: Started): Promise<void> {
  if (process.env['DEMO_STORE'] === 'empty') return;
  const mark = join(stateDir, MARK);
  try {
    if (!existsSync(mark)) writeFileSync(mark, (await hasProducts(origin, signal)) ? 'filled' : 'filling');
    if (readFileSync(mark, 'utf8') === 'filled') return;
    const startMs = performance.now();
    await compileClientIfNeeded();
    // Imported only now, because it imports the client as it is compiled.
    const { fillDemoStore } = await import('../demo/fill.ts');
    const { products, pictures } = await fillDemoStore({ origin, token: DEMO.token, signal });
    writeFileSync(mark, 'filled');
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    console.log(`The demo store is filled: ${products} products with ${pictures} pictures, in ${seconds} s.`);
  } catch (error) {
    if (signal.aborted) return;
    console.error(`The demo store could not be filled; starting again goes on. ${String(error)}`);
  }
}

async function hasProducts(origin: string, signal: AbortSignal): Promise<boolean> {
  const headers = { Authorization: `Bearer ${DEMO.token}` };
  const response = await fetch(`${origin}/v1/products?limit=1`, { headers, signal });
  if (!response.ok) throw new Error(`The list of products answered ${response.status}.`);
  const answer: unknown = await response.json();
  return typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items)
    ? answer.items.length > 0
    : true;
}
