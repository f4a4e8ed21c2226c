/** A page of the site that is made from a Markdown file. */
export interface PageSource {
  /** The end of its URL: `/docs/{slug}`; empty for the page that the site begins with. */
  readonly slug: string;
  /** The file, from the project's folder on. */
  readonly file: string;
  /** Its name in the navigation. */
  readonly label: string;
}

/** A part of the navigation. */
export interface PageGroup {
  readonly label: string;
  readonly pages: readonly PageSource[];
}

const guide = (slug: string, label: string): PageSource => ({ slug, file: `docs/guides/${slug}.md`, label });

/** All pages but those of the reference, in the order in which they are read. */
export const GROUPS: readonly PageGroup[] = [
  {
    label: 'Begin',
    pages: [
      { slug: '', file: 'docs/guides/README.md', label: 'Overview' },
      guide('start', 'Start'),
      guide('from-bigcommerce', 'Move from BigCommerce'),
      guide('from-shoptet', 'Move from Shoptet'),
      guide('from-store-api', 'Move from the Store API'),
    ],
  },
  {
    label: 'Guides',
    pages: [
      guide('client', 'The client'),
      guide('arrange', 'Arrange a gallery'),
      guide('upload-from-a-browser', 'Upload from a browser'),
      guide('show-pictures', 'Show pictures'),
      { slug: 'signing', file: 'docs/signing.md', label: 'Sign URLs' },
      guide('stay-in-step', 'Stay in step'),
    ],
  },
  {
    label: 'Good to know',
    pages: [
      guide('tokens', 'Tokens and scopes'),
      guide('lists', 'Lists and paging'),
      guide('repeat-and-agree', 'Repeat and agree'),
      { slug: 'errors', file: 'docs/errors.md', label: 'Errors' },
      guide('limits', 'Limits'),
      guide('shards', 'Several databases'),
      guide('versions', 'Versions'),
      { slug: 'changelog', file: 'CHANGELOG.md', label: 'Changelog' },
    ],
  },
];

/** The same pages without their groups. */
export const PAGES: readonly PageSource[] = GROUPS.flatMap(({ pages }) => pages);

/** Files that pages link to, which the site offers as they are. */
export const FILES: readonly string[] = ['client/src/sign-url.ts', 'client/sign-url.vectors.json'];

/** Returns the URL of a page, without the origin. */
export const urlOf = ({ slug }: PageSource): string => `/docs/${slug}`;
