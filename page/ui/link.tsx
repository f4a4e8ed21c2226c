import type { ComponentChildren, JSX } from 'preact';
import { navigate, returnTo } from '../address.ts';

interface LinkProps {
  readonly href: string;
  readonly class?: string | undefined;
  /** Its name where its content has none. */
  readonly label?: string | undefined;
  /** Is called before the page goes there, as by what has to be closed then. */
  readonly onFollow?: (() => void) | undefined;
  readonly isCurrent?: boolean | undefined;
  /** Whether it leads back to a list, which is shown as it was left where the page came from there. */
  readonly isReturn?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A link to another address of the page, which is not loaded anew. Other ways to open it, as in a new tab, stay. */
export function Link({
  href,
  class: className,
  label,
  onFollow,
  isCurrent = false,
  isReturn = false,
  children,
}: LinkProps): JSX.Element {
  const follow = (event: MouseEvent): void => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain) return;
    event.preventDefault();
    onFollow?.();
    if (isReturn) returnTo(href);
    else navigate(href);
  };
  return (
    <a class={className} href={href} aria-label={label} aria-current={isCurrent ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
