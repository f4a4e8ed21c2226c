import type { JSX } from 'preact';
import { useGallery } from '../gallery/gallery-context.ts';
import { Lazy } from '../ui/lazy.tsx';

const loadTurntable = async () => (await import('./turntable.tsx')).Turntable;

/** The turntable above its frames, where the gallery of frames is shown and there is something to turn. */
export function Spinner(): JSX.Element | null {
  const { images, shown } = useGallery();
  if (shown.value !== 'shop360' || images.value.length < 2) return null;
  return <Lazy load={loadTurntable} props={{ frames: images.value }} />;
}
