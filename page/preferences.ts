import { effect, signal } from '@preact/signals';
import { isLanguage, language, LANGUAGES } from './text/language.ts';

/** How the page is coloured. `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** What a person has chosen for this device. Nothing secret is ever kept here. */
export const theme = signal<Theme>('system');

const STORAGE_KEY = 'vitrine.preferences';

/** Reads what was chosen before, and from then on keeps and applies every choice. */
export function followPreferences(): void {
  const kept = readKept();
  const wanted = [kept['language'], ...navigator.languages.map((tag) => tag.slice(0, 2))];
  language.value = wanted.find(isLanguage) ?? LANGUAGES[0];
  theme.value = THEMES.find((each) => each === kept['theme']) ?? 'system';
  effect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dataset['theme'] = theme.value;
    keep({ language: language.value, theme: theme.value });
  });
}

/** Browsers that keep nothing for pages throw, and then every visit is the first. */
function readKept(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

function keep(preferences: object): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {
    // Nothing depends on it.
  }
}
