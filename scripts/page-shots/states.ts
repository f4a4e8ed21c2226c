import { readFileSync } from 'node:fs';
import { CZECH, DARK, PHONE, type PageState } from './state.ts';
import { GALLERY_STATES } from './gallery-states.ts';

const readSample = (name: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: readFileSync(`samples/${name}`),
});

/** The states, in the order of the index. A part of the page adds its own here. */
export const STATES: readonly PageState[] = [
  { name: 'sign-in', shows: 'Signing in with a token.', path: '', token: '' },
  {
    name: 'sign-in-wrong',
    shows: 'A token that is not one, and why.',
    path: '',
    token: '',
    prepare: async (page) => {
      await page.getByLabel('Token').fill('nonsense');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'products', shows: 'The products, with what is wrong with their pictures.', path: '' },
  { name: 'products-dark', shows: 'The same in dark colours.', path: '', options: DARK },
  { name: 'products-phone', shows: 'The same on a phone.', path: '', options: PHONE },
  { name: 'products-czech', shows: 'The same in Czech.', path: '', options: CZECH },
  { name: 'products-no-alt', shows: 'Only products without alt texts.', path: '?problem=no-alt' },
  { name: 'products-unseen', shows: 'A product that has no pictures yet, found by its number.', path: '?search=4711' },
  { name: 'reader', shows: 'What somebody sees who may only look.', path: '', token: 'demo-read-token' },
  {
    name: 'account',
    shows: 'Who is signed in, and the choice of language and colours.',
    path: '',
    prepare: async (page) => await page.locator('.account summary').click(),
  },
  ...GALLERY_STATES,
  { name: 'library', shows: 'The files of the store.', path: 'library' },
  {
    name: 'library-added',
    shows: 'Files that were just added, and one that is no picture.',
    path: 'library',
    prepare: async (page) => {
      const broken = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
      await page.locator('input[type=file]').setInputFiles([readSample('cup-cmyk.jpg'), broken]);
      await page.getByRole('region', { name: '1 file was not added' }).waitFor();
      await page.getByRole('list', { name: 'Just added' }).waitFor();
    },
  },
  {
    name: 'library-file',
    shows: 'A file of the library: its name and text, who shows it, and its address.',
    path: 'library',
    prepare: async (page) => {
      await page.getByRole('list', { name: 'Library' }).getByRole('button').first().click();
      await page.getByRole('dialog').getByRole('heading', { name: 'Used by' }).waitFor();
    },
  },
  { name: 'trash', shows: 'Deleted images, which can come back.', path: 'trash' },
  { name: 'trash-phone', shows: 'The same on a phone.', path: 'trash', options: PHONE },
  {
    name: 'jobs',
    shows: 'A job, and what became of each of its pictures.',
    path: 'jobs',
    prepare: async (page) => {
      await page.getByText('What became of each picture').first().click();
      await page.locator('.job-results li').first().waitFor();
    },
  },
  { name: 'activity', shows: 'What happens in the store.', path: 'activity' },
  { name: 'settings', shows: 'The settings of the store.', path: 'settings' },
  { name: 'usage', shows: 'What the store uses.', path: 'settings/usage' },
  { name: 'sizes', shows: 'The sizes that pictures are offered in.', path: 'settings/sizes' },
  { name: 'tokens', shows: 'Who may do what.', path: 'settings/tokens' },
  { name: 'webhooks', shows: 'Whom the service tells of what happens.', path: 'settings/webhooks' },
];
