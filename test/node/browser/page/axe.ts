import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The script of axe-core. It is evaluated by the browser's debugger, which no policy of the page keeps out. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ALL_RULES: RunOptions = { resultTypes: ['violations'] };

/** What else than contrasts is wrong does not depend on the colours. */
const RULES_OF_COLOURS: RunOptions = { ...ALL_RULES, runOnly: ['color-contrast'] };

/**
 * Looks for whatever keeps people from using what the page shows, of any impact, in light and in dark colours. What
 * moves is let come to its end, and the colours are left as they were.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  const isDark = await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The colours are those of the next frame that is drawn.
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    const violations = await findViolations(page, colorScheme === 'light' ? ALL_RULES : RULES_OF_COLOURS);
    expect(violations, `in ${colorScheme} at ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: isDark === true ? 'dark' : 'light' });
}

/** Returns a sentence for each element that violates a rule. */
async function findViolations(page: Page, options: RunOptions): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id} (${impact}): ${help}\n${html}\n${failureSummary}`),
  );
}
