import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { ownUrl } from '../api/picture-url.ts';
import { formatBytes } from '../text/format.ts';
import { t } from '../text/language.ts';
import { type Age, fetchServed, type Served } from './served.ts';

type Measured = Readonly<Record<string, Served | 'failed'>>;

/** How many bytes each size has as it is sent, and in which format; for older browsers where somebody asks. */
export function ServedTable({ image }: { readonly image: Image }): JSX.Element {
  const [ages, setAges] = useState<readonly Age[]>(['now']);
  const [measured, setMeasured] = useState<Measured>({});
  const texts = t.value.pictures;
  const names = Object.keys(image.urls);
  useEffect(() => {
    let isOpen = true;
    void measureAll(image, ages, (key, served) => {
      if (isOpen) setMeasured((before) => ({ ...before, [key]: served }));
    });
    return () => {
      isOpen = false;
    };
  }, [image.revision, ages]);
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={texts.bytesServed}>
        <table class="served">
          <thead>
            <tr>
              <th scope="col">{texts.size}</th>
              {ages.map((age) => (
                <th key={age} scope="col">
                  {texts.ages[age]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {ages.map((age) => (
                  <td key={age}>{say(measured[`${name} ${age}`])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ages.length === 1 && (
        <button type="button" class="button" onClick={() => setAges(['now', 'older', 'old'])}>
          {texts.measureOlder}
        </button>
      )}
    </>
  );
}

function say(served: Served | 'failed' | undefined): string {
  if (served === undefined) return '…';
  if (served === 'failed') return t.value.pictures.broken;
  return `${formatOf(served.type)} · ${formatBytes(served.bytes)}`;
}

const formatOf = (type: string): string => type.replace('image/', '').toUpperCase();

/** Fetches one after another, so that what is looked at meanwhile does not wait. */
async function measureAll(
  image: Image,
  ages: readonly Age[],
  onMeasured: (key: string, served: Served | 'failed') => void,
): Promise<void> {
  for (const age of ages) {
    for (const [name, url] of Object.entries(image.urls)) {
      onMeasured(`${name} ${age}`, (await fetchServed(ownUrl(url), age)) ?? 'failed');
    }
  }
}
