import MiniSearch from 'minisearch';
import { beforeAll, describe, expect, it } from 'vitest';
import { APIS } from '../../../site/apis.ts';
import { SEARCH_OPTIONS } from '../../../site/browser/search-options.ts';
import { buildSite } from '../../../site/build-site.ts';
import type { SiteFiles } from '../../../site/bundle-assets.ts';
import { NAVIGATION } from '../../../site/layout.ts';
import { INTERNAL_ERROR } from '../../../src/dialects/v1/problem.ts';
import { toProblem } from '../../../src/dialects/v1/problems.ts';
import { SAMPLE_FAULTS } from '../../dialects/v1/sample-faults.ts';
import { SMALL_DOCUMENT } from './small-document.ts';

let site: SiteFiles;
let pages: readonly (readonly [string, string])[];

beforeAll(async () => {
  site = await buildSite('.', () => SMALL_DOCUMENT);
  pages = [...site].filter(([path]) => path.endsWith('.html')).map(([path, content]) => [path, String(content)]);
});

/** Returns the file that answers a path, by the rules of Cloudflare's assets. */
function fileOf(path: string): string | undefined {
  const name = path.slice(1);
  return [name, `${name}.html`, `${name}index.html`].find((candidate) => site.has(candidate));
}

const idsOf = (file: string): ReadonlySet<string> =>
  new Set([...String(site.get(file)).matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));

/** Returns whether a link of a page leads somewhere. */
function leads(from: string, href: string): boolean {
  const [path = '', fragment = ''] = href.split('#');
  const file = path === '' ? from : fileOf(path);
  if (file === undefined) return false;
  // The viewer makes its places when it runs.
  return fragment === '' || fragment.startsWith('/') || idsOf(file).has(fragment);
}

describe('the site', () => {
  it('has every page of its navigation, with one title and the content in its HTML [DOC-1]', () => {
    const urls = NAVIGATION.flatMap(({ links }) => links.map(({ url }) => url));
    expect(urls.filter((url) => fileOf(url) === undefined)).toEqual([]);
    expect(urls).toContain('/docs/');
    expect(urls.filter((url) => url.startsWith('/docs/reference/'))).toHaveLength(APIS.length);
    expect(pages.filter(([, html]) => html.split('<h1>').length !== 2).map(([path]) => path)).toEqual([]);
    expect(site.get('docs/start.html')).toContain('Five minutes, from nothing to a picture on a page.');
  });

  it('leads by every link to a page, and to a place on it [DOC-2]', () => {
    const dead = pages.flatMap(([path, html]) =>
      [...html.matchAll(/ href="([^"]+)"/g)]
        .map(([, href = '']) => href)
        .filter((href) => !/^(?:https?:|data:)/.test(href) && !leads(path, href))
        .map((href) => `${path}: ${href}`),
    );
    expect(dead).toEqual([]);
  });

  it.each(Object.values(SAMPLE_FAULTS).map((fault) => toProblem(fault)))(
    'has an entry for $kind with its status and title [DOC-3]',
    ({ kind, status, title }) => {
      const html = String(site.get('docs/errors.html'));
      const entry = html.split('<section class="problem" ').find((part) => part.startsWith(`id="${kind}"`));
      expect(entry).toContain(`<span class="status">${status}</span>`);
      expect(entry).toContain(`<strong>${title}.</strong>`);
    },
  );

  it('says what to do about an error of the service [DOC-3]', () => {
    const html = String(site.get('docs/errors.html'));
    expect(html.split(`id="${INTERNAL_ERROR.kind}"`)[1]).toMatch(/Send the request again with the same key/);
    expect(html).not.toContain('What to do');
  });

  it('loads nothing from elsewhere, and has no script or style in its HTML [DOC-4, DOC-5]', () => {
    const loads = pages.flatMap(([, html]) => [...html.matchAll(/<(?:script|link|img|iframe)[^>]*>/g)].map(String));
    expect(loads.filter((tag) => /(?:src|href)="(?!\/docs\/|data:,)/.test(tag))).toEqual([]);
    expect(loads.filter((tag) => tag.startsWith('<script') && !tag.includes(' src="'))).toEqual([]);
    expect(pages.filter(([, html]) => /<style|<\w[^>]* (?:style|on\w+)="/.test(html)).map(([path]) => path)).toEqual(
      [],
    );
    const styles = [...site].filter(([path]) => path.endsWith('.css')).map(([, content]) => String(content));
    expect(styles.flatMap((style) => [...style.matchAll(/url\((?!["']?data:)|@import/g)].map(String))).toEqual([]);
  });

  it('finds sections and operations [DOC-7]', () => {
    const index = MiniSearch.loadJSON(String(site.get('docs/assets/search.json')), SEARCH_OPTIONS);
    expect(index.search('focal point')[0]?.id).toBe('/docs/show-pictures#focal-points');
    expect(index.search('version-mismatch')[0]?.id).toBe('/docs/errors#version-mismatch');
    const operations = index.search('get a product').map(({ id }) => String(id));
    expect(operations).toContain('/docs/reference/v1#/Products/getProduct');
  });
});
