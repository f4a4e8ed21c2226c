import { useEffect, useMemo } from 'preact/hooks';
import { keptPlace, noteItemCount } from '../address.ts';
import type { EndlessList } from './endless-list.ts';

/**
 * Shows a list on return as it was left: as many of its pages, as far scrolled, and with the focus on what was opened
 * from it.
 */
export function useReturn(list: EndlessList<unknown>): void {
  const place = useMemo(keptPlace, []);
  useEffect(() => {
    const show = (): void => {
      if (place.scrollPx > 0) scrollTo(0, place.scrollPx);
      const isElsewhere = document.activeElement?.closest('main > *') instanceof Element;
      if (place.opened !== undefined && !isElsewhere) focusLink(place.opened);
    };
    void list.readTo(place.itemCount).then(show);
  }, []);
  const { length } = list.items.value;
  useEffect(() => noteItemCount(length), [length]);
}

const focusLink = (href: string): void =>
  document.querySelector<HTMLElement>(`main a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
