import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { announce } from './announcer.tsx';
import { Icon } from './icon.tsx';

/** A message that goes by itself. */
export interface Toast {
  readonly text: string;
  readonly kind?: 'info' | 'failure' | undefined;
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Returns whether it is true no more, which it reads from signals. */
  readonly isOver?: (() => boolean) | undefined;
}

interface ShownToast extends Toast {
  readonly id: number;
}

/** How long a message stays, and one that says that something went wrong or can be taken back. */
const SHORT_MS = 5_000;
const LONG_MS = 10_000;

/** How often it is looked whether a message is still in use whose time is over. */
const AGAIN_MS = 1000;

const shown = signal<readonly ShownToast[]>([]);

let lastId = 0;

const isTrue = ({ isOver }: Toast): boolean => isOver?.() !== true;

/** Shows a message, and has screen readers say it. The oldest of more than three goes, and one that says the same. */
export function toast(message: Toast): void {
  lastId += 1;
  const id = lastId;
  const others = shown.value.filter(
    (each) => isTrue(each) && (each.text !== message.text || each.action !== undefined),
  );
  shown.value = [...others.slice(-2), { ...message, id }];
  announce(message.text);
  const isLong = message.kind === 'failure' || message.action !== undefined;
  setTimeout(() => expire(id), isLong ? LONG_MS : SHORT_MS);
}

/** Takes a message away, unless somebody is about to press something of it. A finger that has left does not count. */
function expire(id: number): void {
  const inUse = matchMedia('(hover: hover)').matches ? ':is(:hover, :focus-within)' : ':focus-within';
  if (document.querySelector(`.toasts${inUse}`) === null) dismiss(id);
  else setTimeout(() => expire(id), AGAIN_MS);
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((each) => each.id !== id);
}

/** The messages, at the lower edge of the window. */
export function Toasts(): JSX.Element | null {
  const messages = shown.value.filter(isTrue);
  if (messages.length === 0) return null;
  return (
    <section class="toasts" aria-label={t.value.common.messages}>
      {messages.map(({ id, text, kind = 'info', action }) => (
        <div key={id} class={`toast toast-${kind}`}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              class="toast-action"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t.value.common.dismiss} onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
