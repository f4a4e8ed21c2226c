import { createServer } from 'node:http';
import { VitrineProblem } from 'vitrine-client';
import { connect } from '../connect.ts';
import { listPage, productPage } from './pages.ts';

const [port = '8080'] = process.argv.slice(2);
const vitrine = connect();

/** The store's size for cards, whose proportions all cards have. */
const { sizes } = await vitrine.sizes.get();
const card = sizes.find(({ name }) => name === 'card');
if (card?.fit !== 'cover') throw new Error('The store offers no size "card" with the fit "cover".');
const aspect = { width: card.width, height: card.height, fit: card.fit };

/** Returns the page of a path; undefined where there is none. */
async function pageOf(path: string): Promise<string | undefined> {
  const [, product] = /^\/products\/(\d+)$/.exec(path) ?? [];
  if (product !== undefined) return productPage(await vitrine.products.get(Number(product)), aspect);
  if (path !== '/') return undefined;
  const { value: page } = await vitrine.products.list({ order: '-changedAt', limit: 24 }).pages().next();
  return listPage(page ? page.items : [], aspect);
}

createServer((request, response) => {
  pageOf(request.url ?? '/').then(
    (page) =>
      response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page),
    (error: unknown) => {
      console.error(error);
      response.writeHead(error instanceof VitrineProblem && error.status === 404 ? 404 : 502).end();
    },
  );
}).listen(Number(port), '127.0.0.1', () => console.log(`Open http://127.0.0.1:${port}/`));
