import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/language.ts';
import { Failed, Loading } from '../ui/states.tsx';
import type { EndlessList } from './endless-list.ts';

/** How far before its end is seen a list is read on. */
const MARGIN = '600px';

/** What follows the last item of a list: it reads on when it comes near the window, or at a button. */
export function EndlessEnd({ list }: { readonly list: EndlessList<unknown> }): JSX.Element | null {
  const end = useRef<HTMLDivElement>(null);
  const { length } = list.items.value;
  const isLoading = list.isLoading.value;
  useEffect(() => {
    const element = end.current;
    if (element === null || isLoading) return undefined;
    // Observed anew after each page: an end that is still in view does not come into it again.
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void list.more();
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, length, isLoading]);
  const failure = list.failure.value;
  if (failure !== undefined) return <Failed error={failure} onRetry={() => void list.more()} />;
  if (list.isAtEnd.value) return null;
  if (isLoading) return <Loading />;
  return (
    <div ref={end} class="endless-end">
      <button type="button" class="button" onClick={() => void list.more()}>
        {t.value.common.showMore}
      </button>
    </div>
  );
}
