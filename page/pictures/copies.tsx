import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeFailure } from '../api/failure.ts';
import { ownUrl } from '../api/picture-url.ts';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { Icon } from '../ui/icon.tsx';
import { toast } from '../ui/toasts.tsx';
import { toHtml } from './html.ts';

/** For how long a URL to download an original is good, in seconds. */
const DOWNLOAD_SECONDS = 300;

/** What can be taken along: the URLs as shoppers get them, ready HTML, and the original. */
export function Copies({ image }: { readonly image: Image }): JSX.Element {
  const texts = t.value.pictures;
  return (
    <>
      <ul class="copies">
        {Object.entries(image.urls).map(([name, url]) => (
          <Copyable key={name} name={name} label={texts.copyUrl(name)} value={url} />
        ))}
        <Copyable name="srcset" label={texts.copySrcset} value={image.srcset} />
        <Copyable name="<img>" label={texts.copyHtml} value={toHtml(image)} />
      </ul>
      <Download url={image.urls.zoom} />
    </>
  );
}

interface CopyableProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

function Copyable({ name, label, value }: CopyableProps): JSX.Element {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      toast({ text: t.value.common.copied });
    } catch {
      toast({ kind: 'failure', text: t.value.pictures.copyRefused });
    }
  };
  return (
    <li>
      <span class="copy-name">{name}</span>
      <input
        class="copy-value"
        aria-label={name}
        value={value}
        readOnly
        dir="ltr"
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <button type="button" class="button" aria-label={label} onClick={() => void copy()}>
        <Icon name="copy" />
      </button>
    </li>
  );
}

/** The file as it was uploaded. Whoever may only read is told why he cannot have it. */
function Download({ url }: { readonly url: string }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const texts = t.value.pictures;
  if (!session.canWrite.value) return <p class="hint">{texts.downloadNeedsWrite}</p>;
  const download = async (): Promise<void> => {
    setIsAsking(true);
    const idempotencyKey = crypto.randomUUID();
    const wanted = [{ url, original: true, download: true }];
    try {
      const { urls } = await call(
        async () => await vitrine.sign(wanted, { expiresIn: DOWNLOAD_SECONDS, idempotencyKey }),
      );
      for (const signed of urls) open(signed);
    } catch (error) {
      toast({ kind: 'failure', text: describeFailure(error) });
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <button type="button" class="button" disabled={isAsking} onClick={() => void download()}>
      {texts.download}
    </button>
  );
}

/** The answer says that it is to be stored as a file, so the page stays. */
function open(signed: string): void {
  const link = document.createElement('a');
  link.href = ownUrl(signed);
  link.download = '';
  link.click();
}
