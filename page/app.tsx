import type { JSX } from 'preact';
import { screen } from './address.ts';
import { session } from './api/session.ts';
import { Header } from './header.tsx';
import { ProductsScreen } from './products/products-screen.tsx';
import { EndedDialog, SignInScreen } from './sign-in.tsx';
import { t } from './text/language.ts';
import { Announcer } from './ui/announcer.tsx';
import { ConnectionBanner } from './ui/connection-banner.tsx';
import { Dialogs } from './ui/dialogs.tsx';
import { Lazy } from './ui/lazy.tsx';
import { Link } from './ui/link.tsx';
import { Loading } from './ui/states.tsx';
import { Toasts } from './ui/toasts.tsx';

/** The whole page. Screens other than the first are loaded when they are opened. */
export function App(): JSX.Element {
  return (
    <>
      <Content />
      <Dialogs />
      <Toasts />
      <Announcer />
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
          <a class="skip-link" href="#main">
            {t.value.common.skip}
          </a>
          <Header />
          <ConnectionBanner />
          <main id="main" tabIndex={-1}>
            <CurrentScreen />
          </main>
          {state.kind === 'ended' && <EndedDialog />}
        </>
      );
    default:
      return state satisfies never;
  }
}

const loadGallery = async () => (await import('./gallery/gallery-screen.tsx')).GalleryScreen;
const loadLibrary = async () => (await import('./library/library-screen.tsx')).LibraryScreen;
const loadTrash = async () => (await import('./trash/trash-screen.tsx')).TrashScreen;
const loadJobs = async () => (await import('./jobs/jobs-screen.tsx')).JobsScreen;
const loadActivity = async () => (await import('./activity/activity-screen.tsx')).ActivityScreen;
const loadSettings = async () => (await import('./settings/settings-screen.tsx')).SettingsScreen;

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
