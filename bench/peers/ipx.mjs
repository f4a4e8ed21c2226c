/**
 * Serves the pictures of a folder with ipx, on loopback, for `npm run bench:peers`. It is copied into the folder where
 * ipx is installed, and run there: `node ipx.mjs PORT FOLDER`. Prints "up" when it answers.
 */
import { createServer } from 'node:http';
import { createIPX, createIPXNodeServer, ipxFSStorage } from 'ipx';

const [port, dir] = process.argv.slice(2);
const server = createServer(createIPXNodeServer(createIPX({ storage: ipxFSStorage({ dir }) })));
server.listen(Number(port), '127.0.0.1', () => console.log('up'));
