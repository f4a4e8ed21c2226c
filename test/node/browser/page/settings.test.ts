import { openAsBlob } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore, type OwnStore } from './own-store.ts';

const PRODUCT = 71397;

let browser: Browser;
let store: OwnStore;

beforeAll(async () => {
  if (NO_BROWSER !== undefined) return;
  [browser, store] = await Promise.all([launchBrowser(), makeStore('pagesettings')]);
}, 60_000);

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

const open = async (section: string) =>
  await openPage(browser, { token: store.admin, path: `settings/${section}`, permissions: ['clipboard-write'] });

const row = (page: Page, text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text });

/** Reads what is shown once, and closes the dialog that shows it. */
async function readSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  const secret = await dialog.locator('code').innerText();
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(secret);
  return secret;
}

describe.skipIf(NO_BROWSER !== undefined)('the settings', () => {
  it('of the store are saved, refused with a reason, and never written over somebody else’s [PAGE-67]', async () => {
    const { page, context, wrongs } = await open('store');
    const languages = page.getByLabel('Languages');
    await languages.fill('en\ncs');
    await page.getByLabel('Days in the trash').fill('20');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    expect(await store.vitrine.store.get()).toMatchObject({ languages: ['en', 'cs'], trashDays: 20 });
    await page.getByLabel('Origins').fill('not an origin');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Origins').inputValue()).toBe('not an origin');
    await expectNoViolations(page);
    await shoot(page, 'settings-refused');
    await store.vitrine.store.update({ name: 'Renamed by another', historyDays: 40 });
    await page.getByLabel('Origins').fill('https://shop.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Someone else changed the settings').first().waitFor();
    await expect
      .poll(async () => await page.getByLabel('Name', { exact: true }).inputValue())
      .toBe('Renamed by another');
    expect(await page.getByLabel('Days of history').inputValue()).toBe('40');
    expect((await store.vitrine.store.get()).origins).toEqual([]);
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.getByText('Requests this month').waitFor();
    expect(await page.title()).toBe('Usage – Settings – Vitrine');
    await expectNoViolations(page);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('add a size, retire it and offer it again [PAGE-68]', async () => {
    const { page, context, wrongs } = await open('sizes');
    await page.getByLabel('Name').fill('card');
    await page.getByLabel('Width').fill('300');
    await page.getByLabel('Height').fill('400');
    await page.getByRole('button', { name: 'Add a size' }).click();
    await row(page, 'card').getByText('300 × 400, cut to fill').waitFor();
    await row(page, 'card').getByRole('button', { name: 'Offer no more' }).click();
    await row(page, 'card').getByText('Not offered any more').waitFor();
    await row(page, 'card').getByRole('button', { name: 'Offer again' }).click();
    await row(page, 'card').getByRole('button', { name: 'Offer no more' }).waitFor();
    const { sizes } = await store.vitrine.sizes.get();
    expect(sizes.find(({ name }) => name === 'card')).toMatchObject({ width: 300, height: 400, fit: 'cover' });
    await expectNoViolations(page);
    await shoot(page, 'settings-sizes');
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('make a token that is shown once and works until it is revoked [PAGE-69]', async () => {
    const { page, context, wrongs } = await open('tokens');
    await page.getByLabel('For whom or what').fill('Shop window');
    await page.getByRole('combobox', { name: 'May' }).selectOption('look (read)');
    await page.getByRole('button', { name: 'v1' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    const made = new Vitrine({ url: inject('origin'), token: await readSecret(page) });
    expect(await made.whoAmI()).toMatchObject({ label: 'Shop window', scope: 'read', apis: ['v1'] });
    await expectNoViolations(page);
    await shoot(page, 'settings-tokens');
    expect(await page.getByRole('button', { name: 'Revoke Anna' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Revoke Shop window' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row(page, 'Shop window').waitFor({ state: 'detached' });
    await expect(made.whoAmI()).rejects.toMatchObject({ status: 401 });
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('make a signing key, and revoke it [PAGE-69]', async () => {
    const { page, context, wrongs } = await open('keys');
    await page.getByLabel('For what').fill('storefront');
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await readSecret(page)).not.toBe('');
    await page.getByRole('button', { name: 'Revoke storefront' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No signing keys yet').waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('make a webhook, show its deliveries, send them again, switch it off and delete it [PAGE-70]', async () => {
    const { page, context, wrongs } = await open('webhooks');
    const url = `http://${inject('pictureHost')}/tiny.png`;
    await page.getByLabel('Address').fill(url);
    await page.getByRole('button', { name: 'Create' }).click();
    await readSecret(page);
    await store.vitrine.images.create(PRODUCT, [{ file: await openAsBlob('samples/cup-static.gif') }]);
    await row(page, url).getByText('Deliveries').click();
    const delivered = page.locator('.deliveries > li').filter({ hasText: 'images.created' });
    await expect
      .poll(async () => {
        await page.getByRole('button', { name: 'Look again' }).click();
        return await delivered.filter({ hasText: 'delivered' }).count();
      })
      .toBe(1);
    await expectNoViolations(page);
    await shoot(page, 'settings-webhooks');
    await delivered.getByRole('button', { name: 'Send again from here' }).click();
    await page.getByText('Everything after that is sent again').first().waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Switched off').waitFor();
    expect((await store.vitrine.webhooks.list().toArray()).map(({ status }) => status)).toEqual(['disabled']);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhooks yet').waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
