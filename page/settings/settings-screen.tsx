import type { FunctionComponent, JSX } from 'preact';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Link } from '../ui/link.tsx';
import { StoreSection } from './store-section.tsx';
import { UsageSection } from './usage-section.tsx';

const SECTIONS = ['store', 'usage', 'sizes', 'tokens', 'keys', 'webhooks'] as const;

type Section = (typeof SECTIONS)[number];

type LoadSection = () => Promise<FunctionComponent>;

const loadSizes: LoadSection = async () => (await import('./sizes-section.tsx')).SizesSection;
const loadTokens: LoadSection = async () => (await import('./tokens-section.tsx')).TokensSection;
const loadKeys: LoadSection = async () => (await import('./keys-section.tsx')).KeysSection;
const loadWebhooks: LoadSection = async () => (await import('./webhooks-section.tsx')).WebhooksSection;

/** The settings of the store, by sections. */
export function SettingsScreen({ section }: { readonly section: string }): JSX.Element {
  const texts = t.value.settings;
  const shown = SECTIONS.find((each) => each === section) ?? 'store';
  return (
    <section aria-label={texts.title}>
      <header class="screen-header">
        <h1>{texts.title}</h1>
        {!session.isAdmin.value && <p class="hint">{texts.adminOnly}</p>}
      </header>
      <nav class="sections" aria-label={texts.title}>
        <ul>
          {SECTIONS.map((each) => (
            <li key={each}>
              <Link href={`/admin/settings/${each}`} isCurrent={each === shown}>
                {texts.sections[each]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <SectionContent section={shown} />
    </section>
  );
}

function SectionContent({ section }: { readonly section: Section }): JSX.Element {
  switch (section) {
    case 'store':
      return <StoreSection />;
    case 'usage':
      return <UsageSection />;
    case 'sizes':
      return <Lazy key={section} load={loadSizes} props={{}} />;
    case 'tokens':
      return <Lazy key={section} load={loadTokens} props={{}} />;
    case 'keys':
      return <Lazy key={section} load={loadKeys} props={{}} />;
    case 'webhooks':
      return <Lazy key={section} load={loadWebhooks} props={{}} />;
    default:
      return section satisfies never;
  }
}
