import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Image } from 'vitrine-client';
import { ownSrcset, ownUrl } from '../api/picture-url.ts';
import { t } from '../text/language.ts';
import type { Point } from './crop.ts';
import { isTransparent } from './problems.ts';

interface FocalPickerProps {
  readonly image: Image;
  readonly point: Point;
  readonly onChange: (point: Point) => void;
}

/** How far an arrow key moves the point, as a fraction of the side; with Shift ten times as far. */
const STEP = 0.01;

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

/** The whole picture with a point on it, which is set by a click, by dragging, by arrow keys and by numbers. */
export function FocalPicker({ image, point, onChange }: FocalPickerProps): JSX.Element {
  const area = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLButtonElement>(null);
  const { media, alt, urls, srcset } = image;
  const texts = t.value.pictures;
  const [fromStart, fromTop] = [percent(point.x), percent(point.y)];
  const setFrom = ({ clientX, clientY }: PointerEvent): void => {
    const box = area.current?.getBoundingClientRect();
    if (box) onChange({ x: clamp((clientX - box.left) / box.width), y: clamp((clientY - box.top) / box.height) });
  };
  return (
    <>
      <div
        ref={area}
        class={isTransparent(media) ? 'focal-area checkered' : 'focal-area'}
        style={{
          aspectRatio: `${media.width} / ${media.height}`,
          maxWidth: `calc(60vh * ${media.width / media.height})`,
        }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          cross.current?.focus();
          setFrom(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) setFrom(event);
        }}
      >
        <img
          src={ownUrl(urls.standard)}
          srcset={ownSrcset(srcset)}
          sizes="(min-width: 60rem) 34rem, 90vw"
          alt={alt}
          draggable={false}
        />
        <button
          ref={cross}
          type="button"
          class="focal-cross"
          autofocus
          aria-label={texts.cross(fromStart, fromTop)}
          // Fractions count from the left in every language: a picture is not turned around.
          style={{ left: `${100 * point.x}%`, top: `${100 * point.y}%` }}
          onKeyDown={(event) => {
            const [x, y] = directionOf(event.key);
            if (x === 0 && y === 0) return;
            event.preventDefault();
            const step = event.shiftKey ? 10 * STEP : STEP;
            onChange({ x: clamp(point.x + x * step), y: clamp(point.y + y * step) });
          }}
        />
      </div>
      <div class="focal-numbers">
        <NumberField
          label={texts.fromLeft}
          value={fromStart}
          onChange={(value) => onChange({ ...point, x: value / 100 })}
        />
        <NumberField
          label={texts.fromTop}
          value={fromTop}
          onChange={(value) => onChange({ ...point, y: value / 100 })}
        />
      </div>
    </>
  );
}

const percent = (fraction: number): number => Math.round(fraction * 100);

function directionOf(key: string): readonly [number, number] {
  if (key === 'ArrowLeft') return [-1, 0];
  if (key === 'ArrowRight') return [1, 0];
  if (key === 'ArrowUp') return [0, -1];
  return key === 'ArrowDown' ? [0, 1] : [0, 0];
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const NumberField = ({ label, value, onChange }: NumberFieldProps): JSX.Element => (
  <label class="field">
    <span>{label}</span>
    <input
      type="number"
      min={0}
      max={100}
      value={value}
      onChange={({ currentTarget }) => {
        if (currentTarget.value !== '') onChange(Math.min(Math.max(currentTarget.valueAsNumber, 0), 100));
      }}
    />
  </label>
);
