import type { Config } from '../http/config.ts';
import { LocalImages, type Images } from '../platform/images.ts';

/** Opens the Images service: the binding in a deployment, the local service where one was started. */
export function openImages(env: Cloudflare.Env, { localImagesUrl }: Config): Images {
  return localImagesUrl === undefined ? env.IMAGES : new LocalImages(localImagesUrl);
}
