import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { newStateDir, type RunningService, startService } from '../../support/service.ts';
import { inputOf, plainFiles } from './added-files.ts';
import { openPage } from './open-page.ts';

const PRODUCT = 71_150;

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER === undefined) browser = await launchBrowser();
});

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

describe.skipIf(NO_BROWSER !== undefined)('a service that is killed in the middle of twenty uploads', () => {
  it('loses and doubles nothing: all are there in their order once it runs again [PAGE-33, PAGE-34, PAGE-37]', async () => {
    const state = await newStateDir();
    let service: RunningService = await startService({ STATE_DIR: state.path });
    const { origin } = service;
    const vitrine = new Vitrine({ url: origin, token: 'demo-token' });
    const { page, context, wrongs } = await openPage(browser, { path: `products/${PRODUCT}`, origin });
    await page.getByText('0 of 1000').waitFor();
    const files = await plainFiles('kill', 20);
    // The first seven pass, so that it is killed in the middle, with three on their way.
    let count = 0;
    const reached = Promise.withResolvers<undefined>();
    const killed = Promise.withResolvers<undefined>();
    await page.route('**/images', async (route) => {
      count += 1;
      const isOnItsWay = count === 8;
      if (count > 8) await killed.promise;
      await route.continue().catch(() => undefined);
      if (isOnItsWay) reached.resolve(undefined);
    });
    await inputOf(page).setInputFiles([...files]);
    await reached.promise;
    await service.kill();
    killed.resolve(undefined);
    await page.getByText('The service cannot be reached.').waitFor();
    service = await startService({ STATE_DIR: state.path, PORT: new URL(origin).port });
    await page.getByText('20 of 1000').waitFor({ timeout: 90_000 });
    await expect.poll(() => page.getByRole('status').innerText(), { timeout: 20_000 }).toBe('20 of 20 added');
    const { images } = await vitrine.products.get(PRODUCT);
    expect(images.map(({ media }) => media.fileName)).toEqual(files.map(({ name }) => name));
    expect(wrongs).toEqual([]);
    await context.close();
    await service.stop();
    await state.remove();
  }, 240_000);
});
