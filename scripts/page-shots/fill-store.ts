import { Vitrine } from 'vitrine-client';
import { fillDemoStore } from '../../demo/fill.ts';

/** Fills a store with the demo products, and a job that fails. */
export async function fillStore({ origin, token }: { readonly origin: string; readonly token: string }): Promise<void> {
  await fillDemoStore({ origin, token });
  const vitrine = new Vitrine({ url: origin, token });
  const paths = ['mug-front.jpg', 'mug-side.jpg'].map((name) => ({ url: `https://pictures.invalid/${name}` }));
  const { jobId } = await vitrine.images.createLater(1001, paths);
  await vitrine.jobs.wait(jobId);
}
