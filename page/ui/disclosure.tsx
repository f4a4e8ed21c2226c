import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface DisclosureProps {
  readonly class: string;
  /** What the button says that opens it. */
  readonly label: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

/** A panel that hangs on a button. Escape closes it, and so does whatever is done outside of it. */
export function Disclosure({ class: className, label, icon, children }: DisclosureProps): JSX.Element {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOutside = ({ target }: Event): void => {
      const details = element.current;
      if (details !== null && target instanceof Node && !details.contains(target)) details.open = false;
    };
    const closeByKey = ({ key }: KeyboardEvent): void => {
      const details = element.current;
      if (key !== 'Escape' || details === null || !details.open) return;
      details.open = false;
      details.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    document.addEventListener('keydown', closeByKey);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      document.removeEventListener('keydown', closeByKey);
    };
  }, []);
  return (
    <details ref={element} class={className}>
      <summary>
        <Icon name={icon} />
        <span class="disclosure-label">{label}</span>
      </summary>
      {children}
    </details>
  );
}
