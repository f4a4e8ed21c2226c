/** `npm run docs`: builds the site of /docs, and prints where it is. */
import { writeDeployedSite } from './deployed-site.ts';

console.log(`The site of /docs is in ${await writeDeployedSite()}. npm start serves it.`);
