import type { JSX } from 'preact';
import { type Screen, screen } from './address.ts';
import { session } from './api/session.ts';
import { theme } from './preferences.ts';
import { language, LANGUAGE_NAMES, LANGUAGES, t } from './text/language.ts';
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
  return (
    <header class="top">
      <Link class="brand" href="/admin/">
        Vitrine
      </Link>
      <nav aria-label={t.value.nav.label}>
        <ul>
          {LINKS.map(([name, href]) => (
            <li key={name}>
              <Link href={href} isCurrent={isCurrent(screen.value, name)}>
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

/** Whose session it is, in which language and colours, and the way out. */
function Account(): JSX.Element | null {
  const who = session.who.value;
  if (who === undefined) return null;
  const texts = t.value;
  return (
    <details class="account">
      <summary>
        <span class="account-store">{who.store.name}</span>
      </summary>
      <div class="account-panel">
        <p>
          <strong>{who.label}</strong>
          <br />
          {texts.session.scopes[who.scope]}
        </p>
        <label class="field">
          <span>{texts.session.language}</span>
          <select
            value={language.value}
            onChange={({ currentTarget }) => {
              language.value = LANGUAGES.find((each) => each === currentTarget.value) ?? LANGUAGES[0];
            }}
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each}>
                {LANGUAGE_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{texts.session.theme}</span>
          <select
            value={theme.value}
            onChange={({ currentTarget: { value } }) => {
              theme.value = value === 'light' || value === 'dark' ? value : 'system';
            }}
          >
            <option value="system">{texts.session.themes.system}</option>
            <option value="light">{texts.session.themes.light}</option>
            <option value="dark">{texts.session.themes.dark}</option>
          </select>
        </label>
        <a href="/docs/">{texts.nav.docs}</a>
        <button type="button" class="button" onClick={() => void session.signOut()}>
          {texts.session.signOut}
        </button>
      </div>
    </details>
  );
}
