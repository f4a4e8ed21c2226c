import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { asProgram, fillProduct, orderOf } from './fill-product.ts';
import { openPage } from './open-page.ts';

/** Expects something to become so, on a machine that is busy with other things, too. */
export const until = <Value>(read: () => Promise<Value>): ReturnType<typeof expect.poll<Value>> =>
  expect.poll(read, { timeout: 15_000 });

/** The gallery of a product as a person has it. */
export interface OpenGallery {
  readonly page: Page;
  readonly ids: readonly number[];
  readonly tile: (id: number | undefined) => Locator;
  readonly status: Locator;
  /** The ids as they are shown. */
  readonly shown: () => Promise<readonly number[]>;
  /** Expects an order on the page, and in the service. */
  readonly expectOrder: (ids: readonly (number | undefined)[]) => Promise<void>;
  /** Closes it, and expects nothing to have gone wrong. */
  readonly close: () => Promise<void>;
}

/** Opens the gallery of a product, which gets so many images before. */
export async function openGallery(
  browser: Browser,
  product: number,
  count: number,
  options: BrowserContextOptions & { readonly token?: string } = {},
): Promise<OpenGallery> {
  const { images } = count > 0 ? await fillProduct(product, count) : await asProgram().products.get(product);
  const { page, context, wrongs } = await openPage(browser, { path: `products/${product}`, ...options });
  const items = page.getByRole('list', { name: 'Images' }).locator('[data-image-id]');
  await until(async () => await items.count()).toBe(images.length);
  const shown = async (): Promise<readonly number[]> =>
    await items.evaluateAll((found) => found.map((item) => Number(item.getAttribute('data-image-id'))));
  return {
    page,
    ids: images.map(({ id }) => id),
    tile: (id) => page.locator(`[data-image-id="${id}"]`),
    status: page.getByRole('status'),
    shown,
    expectOrder: async (ids) => {
      await until(shown).toEqual(ids);
      await until(async () => await orderOf(product)).toEqual(ids);
    },
    close: async () => {
      await context.close();
      expect(wrongs).toEqual([]);
    },
  };
}

/** Chooses from the menu of a tile. */
export async function chooseFromMenu(page: Page, tile: Locator, name: string): Promise<void> {
  await tile.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}
