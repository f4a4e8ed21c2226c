/**
 * The library of schemas as all of `src` uses it: its functional half, of which only what is called is deployed
 * (docs/decisions/071). That half comes without the texts of its errors, which APIs and the operator's tool show, so this
 * module brings the English ones, and nothing else in `src` may import the library.
 */
import { config } from 'zod/mini';
import en from 'zod/v4/locales/en.js';

config(en());

export * from 'zod/mini';
