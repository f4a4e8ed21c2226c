import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Vitrine } from 'vitrine-client';
import { launchBrowser, NO_BROWSER } from '../../support/browser.ts';
import { expectNoViolations } from './axe.ts';
import { fillProduct } from './fill-product.ts';
import { openPage, shoot } from './open-page.ts';
import { makeStore } from './own-store.ts';

const vitrine = new Vitrine({ url: inject('origin'), token: 'demo-token' });

let browser: Browser;

beforeAll(async () => {
  if (NO_BROWSER === undefined) browser = await launchBrowser();
});

afterAll(async () => {
  if (NO_BROWSER === undefined) await browser.close();
});

const signInWith = async (page: Page, token: string): Promise<void> => {
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

const products = (page: Page) => page.getByRole('region', { name: 'Products' });

describe.skipIf(NO_BROWSER !== undefined)('signing in', () => {
  it('says what is wrong with a token, and takes one with spaces at its ends [PAGE-7]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: '' });
    await page.getByLabel('Token').and(page.locator(':focus')).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'sign-in');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Enter a token.' }).waitFor();
    await signInWith(page, 'nonsense');
    await page.getByRole('alert').filter({ hasText: 'There is no such token' }).waitFor();
    expect(await page.getByLabel('Token').getAttribute('aria-invalid')).toBe('true');
    await expectNoViolations(page);
    await shoot(page, 'sign-in-wrong');
    await signInWith(page, '  demo-token ');
    await products(page).waitFor();
    expect(await page.title()).toBe('Products – Vitrine');
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('does nothing to a store that another tab of the browser has signed in to [PAGE-8]', async () => {
    const other = await makeStore('anothertab');
    await fillProduct(71_391, 2);
    const { page, context } = await openPage(browser, { path: 'products/71391' });
    const field = page.getByRole('list', { name: 'Images' }).getByLabel('Alt text').first();
    await field.waitFor();
    await other.vitrine.images.create(71_391, [{ file: new Blob([readFileSync('samples/cup-static.gif')]) }]);
    await context.request.post(`${inject('origin')}/v1/session`, { data: { token: other.admin } });
    await field.fill('Of the demo store');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    expect((await other.vitrine.products.get(71_391)).images.map(({ alt }) => alt)).toEqual(['']);
    await signInWith(page, 'demo-token');
    const altOf = async () => (await vitrine.products.get(71_391)).images[0]?.alt;
    await expect.poll(altOf).toBe('Of the demo store');
    await context.close();
  });

  it('keeps the token out of addresses, of storage and of the reach of scripts [PAGE-7]', async () => {
    const { page, context } = await openPage(browser, { token: '' });
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    const { token } = await vitrine.tokens.create({ label: 'A person', scope: 'read' });
    await signInWith(page, token);
    await products(page).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' });
    const readable = await page.evaluate(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, history.state, document.body.outerHTML])',
    );
    expect(readable).not.toContain(token);
    expect(urls.join(' ')).not.toContain(token);
    await context.close();
  });

  it('signs out, after which nothing is shown and the cookie opens nothing [PAGE-7]', async () => {
    const { page, context } = await openPage(browser);
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.locator('summary').first().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    expect((await context.request.get(`${inject('origin')}/v1/session`)).status()).toBe(401);
    await page.goBack();
    await page.getByLabel('Token').waitFor();
    await context.close();
  });

  it('asks again where the session has ended, and goes on with what was asked for [PAGE-8]', async () => {
    const { page, context, wrongs } = await openPage(browser);
    await products(page).waitFor();
    await context.clearCookies();
    // Whatever asks the service first finds out, so that the dialog may be there before.
    await page.evaluate('document.querySelector("a[href=\'/admin/trash\']").click()');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(async () => await dialog.isVisible()).toBe(true);
    await expectNoViolations(page);
    await shoot(page, 'session-ended');
    await dialog.getByLabel('Token').fill('demo-token');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Deleted pictures can come back').waitFor();
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('tells a reader on every screen why nothing can be changed [PAGE-9]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: 'demo-read-token' });
    const reason = page.getByText('your token has the scope read');
    for (const path of ['', 'library', 'trash', 'jobs', 'activity', 'settings', 'settings/sizes']) {
      await page.goto(`${inject('origin')}/admin/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await reason.isVisible(), `at /admin/${path}`).toBe(true);
      const doing = page
        .locator('main')
        .getByRole('button', { name: /add|bring|empty|remove|save|revoke|create|delete/i });
      expect(await doing.count(), `at /admin/${path}`).toBe(0);
    }
    await page.goto(`${inject('origin')}/admin/settings/tokens`);
    await page.getByText('This is shown to tokens with the scope admin alone.').waitFor();
    await expectNoViolations(page);
    expect(wrongs).toEqual([]);
    await context.close();
  });

  it('says who is signed in and where, in a panel that Escape and a click elsewhere close [PAGE-9]', async () => {
    const { page, context, wrongs } = await openPage(browser, { token: 'demo-read-token' });
    const panel = page.locator('.account-panel');
    await page.getByText('Demo store').first().click();
    expect(await panel.innerText()).toMatch(/Demo store\s+Signed in with the token demo-read-token\s+May look/);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await expectNoViolations(page);
    await shoot(page, 'account');
    await page.getByRole('heading', { level: 1 }).click();
    await panel.waitFor({ state: 'hidden' });
    expect(wrongs).toEqual([]);
    await context.close();
  });
});
