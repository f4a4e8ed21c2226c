import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Account } from './account.tsx';
import { type Screen, screen } from './address.ts';
import { t } from './text/language.ts';
import { Link } from './ui/link.tsx';
import { UploadingNote } from './uploads/uploading-note.tsx';

const LINKS = [
  ['products', '/admin/'],
  ['library', '/admin/library'],
  ['trash', '/admin/trash'],
  ['jobs', '/admin/jobs'],
  ['activity', '/admin/activity'],
  ['settings', '/admin/settings'],
] as const;

const isCurrent = (shown: Screen, name: string): boolean =>
  shown.name === name || (shown.name === 'product' && name === 'products');

/** The top of the page: where to go, whose store it is, and who is signed in. */
export function Header(): JSX.Element {
  const nav = useRef<HTMLElement>(null);
  const shown = screen.value;
  useEffect(() => {
    if (nav.current !== null) showCurrent(nav.current);
  }, [shown.name, t.value]);
  return (
    <header class="top">
      <Link class="brand" href="/admin/">
        Vitrine
      </Link>
      <nav ref={nav} aria-label={t.value.nav.label}>
        <ul>
          {LINKS.map(([name, href]) => (
            <li key={name}>
              <Link href={href} isCurrent={isCurrent(shown, name)}>
                {t.value.nav[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <UploadingNote />
      <Account />
    </header>
  );
}

/** Brings the entry of the current screen into view, where the entries need more room than a phone has. */
function showCurrent(nav: HTMLElement): void {
  const entry = nav.querySelector('[aria-current]');
  if (entry === null) return;
  const { left, width } = entry.getBoundingClientRect();
  const frame = nav.getBoundingClientRect();
  nav.scrollBy(left + width / 2 - frame.left - frame.width / 2, 0);
}
