import type { ComponentChildren, JSX } from 'preact';
import { navigate } from '../address.ts';

type LinkProps = Omit<JSX.IntrinsicElements['a'], 'href' | 'onClick'> & {
  readonly href: string;
  readonly isCurrent?: boolean | undefined;
  readonly children: ComponentChildren;
};

/** A link to another address of the page, which is not loaded anew. Other ways to open it, as in a new tab, stay. */
export function Link({ href, isCurrent = false, children, ...attributes }: LinkProps): JSX.Element {
  const follow = (event: MouseEvent): void => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a {...attributes} href={href} aria-current={isCurrent ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
