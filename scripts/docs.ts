/** `npm run docs`: builds the site of /docs and the page at /admin, and prints where they are. */
import { writeDeployedSite } from './deployed-site.ts';

console.log(`The files of /docs and /admin are in ${await writeDeployedSite()}. npm start serves them.`);
