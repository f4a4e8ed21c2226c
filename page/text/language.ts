import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Texts, texts } from './texts.ts';

/** The languages of the page, the default first. */
export const LANGUAGES = ['en', 'cs'] as const;

export type Language = (typeof LANGUAGES)[number];

/** How the languages call themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', cs: 'Čeština' };

export const isLanguage = (tag: unknown): tag is Language => LANGUAGES.some((each) => each === tag);

/** The language of the page. */
export const language = signal<Language>('en');

/** The texts in the language of the page. Components that read it are drawn again when the language changes. */
export const t: ReadonlySignal<Texts> = computed(() => texts[language.value]);
