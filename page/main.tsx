import { render } from 'preact';
import { App, preloadScreen } from './app.tsx';
import { followAddress } from './address.ts';
import { followPreferences } from './preferences.ts';
import { session } from './api/session.ts';
import { guardDrops } from './uploads/drop-guard.ts';
import { warnBeforeLeaving } from './uploads/under-way.ts';
import { followTitle } from './title.ts';
import { keepFocus } from './ui/keep-focus.ts';
import { showMessages } from './ui/messages.tsx';

/** Starts the page, and goes on with the session of the browser. */
async function start(): Promise<void> {
  const root = document.getElementById('page');
  if (root === null) throw new Error('The shell of the page has no place for it.');
  followPreferences();
  followAddress();
  guardDrops();
  warnBeforeLeaving();
  followTitle();
  keepFocus();
  preloadScreen();
  render(<App />, root);
  showMessages();
  await session.resume();
}

void start();
