import { effect } from '@preact/signals';
import { type Screen, screen } from './address.ts';
import { session } from './api/session.ts';
import { t } from './text/language.ts';

/** Returns what a screen is called, as its heading, the tab of the browser and screen readers have it. */
export function titleOf(shown: Screen): string {
  const { nav, gallery, settings, common } = t.value;
  switch (shown.name) {
    case 'product':
      return gallery.title(shown.product);
    case 'settings': {
      const names: Readonly<Record<string, string | undefined>> = settings.sections;
      return `${names[shown.section] ?? settings.sections.store} – ${settings.title}`;
    }
    case 'unknown':
      return common.notFound;
    case 'products':
    case 'library':
    case 'trash':
    case 'jobs':
    case 'activity':
      return nav[shown.name];
    default:
      return shown satisfies never;
  }
}

/** Keeps the title of the document at where the page is. */
export function followTitle(): void {
  effect(() => {
    const isOut = session.who.value === undefined;
    document.title = isOut ? 'Vitrine' : `${titleOf(screen.value)} – Vitrine`;
  });
}
