import { signal } from '@preact/signals';
import type { JSX } from 'preact';

const said = signal('');

/** Has screen readers say something after what they say now. */
export function announce(text: string): void {
  said.value = text;
}

/** The one status region of the page. What is said here is nowhere else said to screen readers. */
export function Announcer(): JSX.Element {
  return (
    <div role="status" aria-live="polite" class="visually-hidden">
      {said}
    </div>
  );
}
