import { SearchIndex } from './search-index.ts';

const [path = 'index.json', ...words] = process.argv.slice(2);
const index = await SearchIndex.open(path);
for (const product of index.search(words.join(' '))) console.log(product);
