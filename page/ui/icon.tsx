import type { JSX } from 'preact';

/** The drawings of the icons, as paths in a square of 24 units. */
const PATHS = {
  account: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 20.500c.800-3.800 4-5.500 8-5.500s7.200 1.700 8 5.500',
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 100 7 3.5 3.5 0 000-7z',
  check: 'M5 12.5l4.5 4.5L19 7',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  focus: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v4M12 18v4M2 12h4M18 12h4',
  folder: 'M3 6h6l2 2h10v11H3z',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  history: 'M4 12a8 8 0 108-8 8 8 0 00-7 4M4 4v4h4M12 8v4l3 2',
  info: 'M12 11v6M12 7.5h.01M12 3a9 9 0 100 18 9 9 0 000-18z',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  library: 'M4 5h6v14H4zM10 5h5v14h-5zM16 6l4-1 2 13-4 1z',
  link: 'M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.300l-1 1M14 10a4 4 0 00-5.700 0l-3 3a4 4 0 005.700 5.700l1-1',
  menu: 'M5 12h.01M12 12h.01M19 12h.01',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01',
  redo: 'M20 10H9a5 5 0 000 10h4M20 10l-4-4M20 10l-4 4',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5',
  settings: 'M4 7h10M18 7h2M16 5v4M4 17h4M12 17h8M10 15v4',
  shrink: 'M4 4h16v16H4zM9 15l-2 2M8 14h2v2M15 9l2-2M16 10h-2V8',
  spin: 'M20 12c0 2-3.600 3.500-8 3.500S4 14 4 12s3.600-3.500 8-3.500c3 0 5.600.700 7 1.800M20 6v4.500h-4.500',
  star: 'M12 4l2.400 5.200 5.600.600-4.200 3.800 1.200 5.600L12 16.400l-5 2.800 1.200-5.600L4 9.800l5.600-.600z',
  toFirst: 'M5 5v14M20 12H9M13 7l-5 5 5 5',
  toLast: 'M19 5v14M4 12h11M11 7l5 5-5 5',
  toPlace: 'M4 8h16M4 16h16M10 4L8 20M16 4l-2 16',
  text: 'M5 7V5h14v2M12 5v14M9 19h6',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  undo: 'M4 10h11a5 5 0 010 10h-4M4 10l4-4M4 10l4 4',
  upload: 'M12 16V5M7 9l5-5 5 5M5 19h14',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon as large as the text around it. It says nothing to screen readers: what it stands on must have a name. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
