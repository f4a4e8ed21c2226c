import { signal } from '@preact/signals';
import type { JSX } from 'preact';

const said = signal('');

/** Has screen readers say something after what they say now. */
export function announce(text: string): void {
  if (said.peek() === text) {
    // What is there already is said again only where it was gone in between.
    said.value = '';
    requestAnimationFrame(() => {
      if (said.peek() === '') said.value = text;
    });
  } else {
    said.value = text;
  }
}

/** The one status region of the page. What is said here is nowhere else said to screen readers. */
export function Announcer(): JSX.Element {
  return (
    <div role="status" aria-live="polite" class="visually-hidden">
      {said}
    </div>
  );
}
