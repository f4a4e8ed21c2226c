import { VitrineProblem } from 'vitrine-client';
import { connect } from '../connect.ts';
import { SearchIndex } from './search-index.ts';

const [path = 'index.json'] = process.argv.slice(2);
const vitrine = connect();
const index = await SearchIndex.open(path);
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());

while (!ending.signal.aborted) {
  const after = index.position ?? (await build());
  try {
    for await (const event of vitrine.events.follow({ after, signal: ending.signal })) {
      index.apply(event);
      await index.save(event.seq);
      console.log(`${event.seq} ${event.type} ${event.productId ?? ''}`);
    }
  } catch (error) {
    if (!(error instanceof VitrineProblem && error.is('events-gone'))) throw error;
    await build();
  }
}

/** Reads all products, and returns the position that the index has then. */
async function build(): Promise<number> {
  // The position is read first: what happens meanwhile is told again afterwards, and nothing is missed.
  const position = await lastPosition();
  index.clear();
  for await (const { id } of vitrine.products.list({ limit: 250 })) {
    if (id !== null) index.setProduct(id, (await vitrine.products.get(id)).images);
  }
  await index.save(position);
  console.log(`Built, at ${position}.`);
  return position;
}

/** Returns the position of the last event of the store. */
async function lastPosition(): Promise<number> {
  for (let after = 0; ;) {
    const { events, next } = await vitrine.events.list({ after, limit: 250 });
    if (events.length === 0) return after;
    after = next;
  }
}
