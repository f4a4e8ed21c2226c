import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { keptPlace, screen } from './address.ts';
import { session } from './api/session.ts';
import { Header } from './header.tsx';
import { ProductsScreen } from './products/products-screen.tsx';
import { EndedDialog, SignInScreen } from './sign-in.tsx';
import { t } from './text/language.ts';
import { titleOf } from './title.ts';
import { announce } from './ui/announcer.tsx';
import { ConnectionBanner } from './ui/connection-banner.tsx';
import { closeDialogs, Dialogs } from './ui/dialogs.tsx';
import { Lazy } from './ui/lazy.tsx';
import { Link } from './ui/link.tsx';
import { Loading } from './ui/states.tsx';

/** The whole page. Screens other than the first are loaded when they are opened. */
export function App(): JSX.Element {
  return (
    <>
      <Content />
      <Dialogs />
    </>
  );
}

function Content(): JSX.Element {
  const state = session.state.value;
  switch (state.kind) {
    case 'unknown':
      return <Loading />;
    case 'out':
      return <SignInScreen />;
    case 'in':
    case 'ended':
      return (
        <>
          <SkipLink />
          <Header />
          <ConnectionBanner />
          <Main />
          {state.kind === 'ended' && <EndedDialog />}
        </>
      );
    default:
      return state satisfies never;
  }
}

/** Leads past the navigation. It changes no address, which says where the page is. */
const SkipLink = (): JSX.Element => (
  <a
    class="skip-link"
    href="#main"
    onClick={(event) => {
      event.preventDefault();
      document.getElementById('main')?.focus();
    }}
  >
    {t.value.common.skip}
  </a>
);

/** Says to somebody who can only look why nothing can be changed. */
function ReaderBanner(): JSX.Element | null {
  if (session.canWrite.value) return null;
  return <p class="banner banner-info">{t.value.session.readOnly}</p>;
}

/** The screen that is shown. A new one gets the focus and is said, for whoever does not see that it has changed. */
function Main(): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const shown = screen.value;
  useLayoutEffect(() => {
    closeDialogs();
    if (isFirst.current) isFirst.current = false;
    else {
      element.current?.focus({ preventScroll: true });
      announce(titleOf(shown));
    }
    scrollTo(0, keptPlace().scrollPx);
  }, [JSON.stringify(shown)]);
  return (
    <main id="main" tabIndex={-1} ref={element}>
      <ReaderBanner />
      <CurrentScreen />
    </main>
  );
}

const loadGallery = async () => (await import('./gallery/gallery-screen.tsx')).GalleryScreen;
const loadLibrary = async () => (await import('./library/library-screen.tsx')).LibraryScreen;
const loadTrash = async () => (await import('./trash/trash-screen.tsx')).TrashScreen;
const loadJobs = async () => (await import('./jobs/jobs-screen.tsx')).JobsScreen;
const loadActivity = async () => (await import('./activity/activity-screen.tsx')).ActivityScreen;
const loadSettings = async () => (await import('./settings/settings-screen.tsx')).SettingsScreen;

/**
 * Begins to load the code of a product's screen where the address names one, while the session is still asked for: that
 * is what most links lead to, and one wait less before its pictures.
 */
export function preloadScreen(): void {
  // A file that could not be had is told where it is shown.
  if (screen.peek().name === 'product') void loadGallery().catch(() => undefined);
}

function CurrentScreen(): JSX.Element {
  const shown = screen.value;
  switch (shown.name) {
    case 'products':
      return <ProductsScreen />;
    case 'product':
      return <Lazy key={shown.product} load={loadGallery} props={{ product: shown.product }} />;
    case 'library':
      return <Lazy key="library" load={loadLibrary} props={{}} />;
    case 'trash':
      return <Lazy key="trash" load={loadTrash} props={{}} />;
    case 'jobs':
      return <Lazy key="jobs" load={loadJobs} props={{}} />;
    case 'activity':
      return <Lazy key="activity" load={loadActivity} props={{}} />;
    case 'settings':
      return <Lazy key="settings" load={loadSettings} props={{ section: shown.section }} />;
    case 'unknown':
      return <NotFound />;
    default:
      return shown satisfies never;
  }
}

function NotFound(): JSX.Element {
  return (
    <div class="empty">
      <h1>{t.value.common.notFound}</h1>
      <Link class="button" href="/admin/">
        {t.value.nav.products}
      </Link>
    </div>
  );
}
