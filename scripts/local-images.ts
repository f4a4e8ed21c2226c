/**
 * The local Images service as a process of its own, which `npm start` starts: a picture that brings libvips down, or
 * needs all of its memory, leaves the server alone. Prints its URL, and serves until a signal.
 */
import { startLocalImages } from './local-images/server.ts';

const { url } = await startLocalImages();
console.log(url);
