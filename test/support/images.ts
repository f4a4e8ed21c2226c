import { env } from 'cloudflare:workers';
import { readConfig } from '../../src/http/config.ts';
import { openImages } from '../../src/worker/open-images.ts';

/** The Images service as the Worker opens it: the local one. */
export const images = openImages(env, readConfig(env));
