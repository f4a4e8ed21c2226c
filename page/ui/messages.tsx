import { render } from 'preact';
import { Announcer } from './announcer.tsx';
import { Toasts } from './toasts.tsx';

/**
 * What stands above everything: messages, and the status region. An open dialog makes all of the page around it
 * inert, which can neither be read to anybody nor clicked then, so that the dialog takes this in while it is open.
 */
const host = document.createElement('div');

/** Shows messages from now on. */
export function showMessages(): void {
  render(
    <>
      <Toasts />
      <Announcer />
    </>,
    host,
  );
  document.body.append(host);
}

/** Moves the messages into a dialog. @returns what moves them back to where they were. */
export function takeMessagesInto(dialog: HTMLElement): () => void {
  const before = host.parentElement ?? document.body;
  dialog.append(host);
  return () => (before.isConnected ? before : document.body).append(host);
}
