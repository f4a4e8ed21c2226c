import type { DemoProduct } from './product.ts';
import { HOME } from './products/home.ts';
import { KITCHEN } from './products/kitchen.ts';
import { OUTDOOR } from './products/outdoor.ts';

/** The languages of the demo store; the first is the default. */
export const DEMO_LANGUAGES = ['en', 'cs'] as const;

/** What the demo store sells, by number. */
export const DEMO_PRODUCTS: readonly DemoProduct[] = [...KITCHEN, ...HOME, ...OUTDOOR];
