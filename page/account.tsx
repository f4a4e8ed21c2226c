import type { JSX } from 'preact';
import { session } from './api/session.ts';
import { theme } from './preferences.ts';
import { language, LANGUAGE_NAMES, LANGUAGES, t } from './text/language.ts';
import { Disclosure } from './ui/disclosure.tsx';

/** Whose session it is, in which language and colours, and the way out. */
export function Account(): JSX.Element | null {
  const who = session.who.value;
  if (who === undefined) return null;
  const texts = t.value;
  return (
    <Disclosure class="account" label={who.store.name} icon="account">
      <div class="account-panel">
        <p>
          <strong>{who.store.name}</strong>
          <br />
          {texts.session.signedInWith(who.label)}
        </p>
        <p class="hint">{texts.session.scopes[who.scope]}</p>
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
    </Disclosure>
  );
}
