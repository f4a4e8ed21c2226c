import type { BrowserContextOptions, Page } from 'playwright-core';

/** A state of the page that is worth a picture. */
export interface PageState {
  /** The name of its file, without an ending. */
  readonly name: string;
  /** What the picture shows, as a sentence. */
  readonly shows: string;
  /** From `/admin/` on. */
  readonly path: string;
  /** How the browser is set up; a window of 1280 × 800 in light colours and English where it is not given. */
  readonly options?: BrowserContextOptions;
  /** Whose session it is; that of the administrator where it is not given, and nobody's where it is empty. */
  readonly token?: string;
  /** What is done before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DARK: BrowserContextOptions = { colorScheme: 'dark' };
export const CZECH: BrowserContextOptions = { locale: 'cs-CZ' };
