import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { ownUrl } from '../api/picture-url.ts';
import { t } from '../text/language.ts';
import { frameAt } from './frame-at.ts';
import { Spin } from './spin.ts';
import { urlOfWidth } from './url-of-width.ts';

/** How wide the turntable is shown at most, in CSS pixels. */
const WIDTH_PX = 480;

/** From so many frames on it turns without jumps. */
const SMOOTH_FRAMES = 24;

/** The frames of a product as shoppers see them: it is turned by dragging, by mouse or finger, and by arrow keys. */
export function Turntable({ frames }: { readonly frames: readonly Image[] }): JSX.Element {
  const [at, setAt] = useState(0);
  const [loaded, setLoaded] = useState<ReadonlySet<number>>(new Set());
  const area = useRef<HTMLDivElement>(null);
  const count = frames.length;
  const current = Math.min(at, count - 1);
  const spin = useRef(new Spin((turned) => setAt(frameAt(turned, count))));
  spin.current.onTurn = (turned) => setAt(frameAt(turned, count));
  useEffect(() => () => spin.current.stop(), []);
  const texts = t.value.pictures;
  // While frames load, the nearest one before it stands for one that has not come.
  const arrived = frames.map(({ id }, index) => (loaded.has(id) ? index : -1));
  const seen = arrived.findLast((index) => index !== -1 && index <= current) ?? current;
  const turnTo = (frame: number): void => {
    spin.current.setTo(frame / count);
    setAt(frameAt(frame / count, count));
  };
  return (
    <div class="turntable">
      <div
        ref={area}
        class="turntable-area"
        role="slider"
        tabIndex={0}
        aria-label={texts.turntable}
        aria-valuemin={1}
        aria-valuemax={count}
        aria-valuenow={current + 1}
        aria-valuetext={texts.frame(current + 1, count)}
        aria-describedby="turntable-hint"
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.focus();
          event.currentTarget.setPointerCapture(event.pointerId);
          spin.current.grab(event.clientX, event.timeStamp);
        }}
        onPointerMove={({ clientX, timeStamp, currentTarget }) => {
          spin.current.drag(clientX, timeStamp, currentTarget.clientWidth);
        }}
        onPointerUp={() => spin.current.release(!matchMedia('(prefers-reduced-motion: reduce)').matches)}
        onPointerCancel={() => spin.current.release(false)}
        onKeyDown={(event) => {
          const target = targetOf(event.key, current, count);
          if (target === undefined) return;
          event.preventDefault();
          turnTo(target);
        }}
      >
        {frames.map(({ id, urls, srcset }, index) => (
          <img
            key={id}
            class={index === seen ? 'frame' : 'frame frame-hidden'}
            src={ownUrl(urlOfWidth(srcset, WIDTH_PX * Math.min(devicePixelRatio, 2)) ?? urls.standard)}
            alt=""
            draggable={false}
            onLoad={() => setLoaded((before) => new Set(before).add(id))}
          />
        ))}
      </div>
      <p id="turntable-hint" class="hint">
        {texts.frame(current + 1, count)} ·{' '}
        {loaded.size < count ? texts.framesLoading(loaded.size, count) : texts.turnHint}
      </p>
      {count < SMOOTH_FRAMES && <p class="hint">{texts.fewFrames(count, SMOOTH_FRAMES)}</p>}
    </div>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowUp') return (at + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
