import { signal } from '@preact/signals';
import { Upload } from '../../../page/uploads/upload.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withoutConflicts } from '../../../page/gallery/conflict.ts';
import type { Command } from '../../../page/gallery/command.ts';
import { type GalleryView, patchImages } from '../../../page/gallery/view.ts';
import { AltDraft } from '../../../page/words/alt-draft.ts';
import { planTexts } from '../../../page/words/plan-texts.ts';
import { fillTemplate, readableName, unknownPlaceholders } from '../../../page/words/template.ts';
import { countCharacters, toCommands, toText } from '../../../page/words/text.ts';
import { Words } from '../../../page/words/words.ts';
import { imageOf, variantOf } from './images.ts';

const image = imageOf(2);
const source = { product: '7', image, total: 40, variants: [variantOf('7', 2), variantOf('9', 2), variantOf('8', 1)] };

describe('templates', () => {
  it.each([
    ['{file}, photo {n} of {total}', 'red cup 02, photo 2 of 40'],
    ['Product {product} ({variant})', 'Product 7 (7, 9)'],
    ['{ N }', '2'],
    ['  a   cup\n', 'a cup'],
    ['{colour} cup', '{colour} cup'],
  ])('fill in what they name: %s [PAGE-49]', (template, text) => {
    expect(fillTemplate(template, source)).toBe(text);
  });

  it.each([
    ['Cup ({variant})', 'Cup'],
    ['Cup – {variant}', 'Cup'],
    ['{variant}, cup', 'cup'],
    ['Cup, {variant}, red', 'Cup, red'],
  ])('leave no gap where there is nothing to say: %s [PAGE-49]', (template, text) => {
    expect(fillTemplate(template, { ...source, variants: [] })).toBe(text);
  });

  it('say what they do not know [PAGE-49]', () => {
    expect(unknownPlaceholders('{file} {colour} {N} {}')).toStrictEqual(['{colour}', '{}']);
    expect(readableName('IMG.2026-11_22.final.jpeg')).toBe('IMG 2026 11 22 final');
  });

  it('keep texts that are there unless they may go [PAGE-49]', () => {
    const images = [imageOf(1, { alt: 'Mine', alts: { cs: 'Můj' } }), imageOf(2)];
    const plan = { template: 'Photo {n}', keepsTexts: true, language: undefined, source };
    expect(planTexts(images, plan).map(({ text, isKept }) => [text, isKept])).toStrictEqual([
      ['Mine', true],
      ['Photo 2', false],
    ]);
    expect(planTexts(images, { ...plan, keepsTexts: false })[0]).toMatchObject({ text: 'Photo 1', isKept: false });
    expect(planTexts(images, { ...plan, template: ' ', keepsTexts: false })[0]).toMatchObject({ isKept: true });
    expect(planTexts(images, { ...plan, language: 'cs' })[0]).toMatchObject({ text: 'Můj', isKept: true });
  });

  it('are sent in commands of 250 images [PAGE-49]', () => {
    const patches = Array.from({ length: 501 }, (_, id) => ({ id }));
    expect(toCommands(patches).map((part) => part.length)).toStrictEqual([250, 250, 1]);
    expect(toCommands(patches).flat()).toStrictEqual(patches);
    expect(toCommands([])).toStrictEqual([]);
  });
});

it('texts are saved in one line, and counted as people count [PAGE-44, PAGE-47]', () => {
  expect(toText(' A\n cup\t ')).toBe('A cup');
  expect(countCharacters('🏺á')).toBe(2);
});

it('the filter keeps the image that is being edited, and files that are under way [PAGE-48]', () => {
  const words = new Words();
  const upload = new Upload({ kind: 'url', url: 'https://pictures.example/x.jpg' });
  const entries = [
    { kind: 'image', image: imageOf(1, { alt: 'A', alts: { cs: ' ' } }) },
    { kind: 'image', image: imageOf(2, { alts: { cs: 'B' } }) },
    { kind: 'upload', upload },
  ] as const;
  expect(words.filter(entries)).toStrictEqual(entries);
  words.isFiltered.value = true;
  expect(words.filter(entries)).toStrictEqual([entries[1], entries[2]]);
  words.enter(1, () => undefined);
  expect(words.filter(entries)).toStrictEqual(entries);
  words.leave(1);
  words.noteConflict({ imageId: 1, language: undefined, ours: 'B', theirs: 'A' });
  expect(words.filter(entries)).toStrictEqual(entries);
  words.settle(1, undefined);
  words.language.value = 'cs';
  expect(words.filter(entries)).toStrictEqual([entries[0], entries[2]]);
});

describe('texts that others change', () => {
  const view = (...alts: readonly string[]): GalleryView => ({
    images: alts.map((alt, at) => imageOf(at + 1, { alt, alts: { cs: `cs ${alt}` } })),
    variants: [],
  });
  const patch = (...patches: Extract<Command, { kind: 'patch' }>['patches']): Command => ({ kind: 'patch', patches });

  it('are taken out of a command, and the others stay in it [PAGE-51]', () => {
    const command = patch({ id: 1, alt: 'ours' }, { id: 2, alt: 'ours' });
    expect(withoutConflicts(command, view('a', 'b'), view('theirs', 'b'))).toStrictEqual({
      command: patch({ id: 2, alt: 'ours' }),
      conflicts: [{ imageId: 1, language: undefined, ours: 'ours', theirs: 'theirs' }],
    });
  });

  it('are told for each language by itself [PAGE-51]', () => {
    const [before, now] = [view('a'), view('b')];
    const czech = patch({ id: 1, alts: { cs: null } });
    expect(withoutConflicts(czech, before, now).conflicts).toStrictEqual([
      { imageId: 1, language: 'cs', ours: '', theirs: 'cs b' },
    ]);
    expect(withoutConflicts(patch({ id: 1, alts: { de: 'neu' } }), before, now).conflicts).toStrictEqual([]);
  });

  it('are no conflict where both have written the same, or the image is gone [PAGE-51]', () => {
    const command = patch({ id: 1, alt: 'same' });
    expect(withoutConflicts(command, view('a'), view('same'))).toStrictEqual({ command, conflicts: [] });
    expect(withoutConflicts(command, view('a'), view()).conflicts).toStrictEqual([]);
  });
});

describe('a text while it is edited', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A gallery whose commands are answered when the test says so. */
  function open(alt = '') {
    const view = signal<GalleryView>({ images: [imageOf(1, { alt })], variants: [] });
    const groups: (string | undefined)[] = [];
    const sent: Command[] = [];
    const answers: ((isDone: boolean) => void)[] = [];
    const run = async (command: Command, _label: string, group?: string): Promise<boolean> => {
      const before = view.value;
      groups.push(group);
      sent.push(command);
      if (command.kind === 'patch') view.value = patchImages(before, command.patches);
      const isDone = await new Promise<boolean>((resolve) => void answers.push(resolve));
      if (!isDone) view.value = before;
      return isDone;
    };
    const words = new Words();
    const draft = new AltDraft({ view, run }, words, 1, undefined);
    const answer = async (isDone: boolean): Promise<void> => {
      answers.shift()?.(isDone);
      await vi.advanceTimersByTimeAsync(0);
    };
    const setTheirs = (theirs: string): void => {
      view.value = patchImages(view.value, [{ id: 1, alt: theirs }]);
    };
    return { draft, words, sent, groups, answer, setTheirs, view };
  }

  const alts = (sent: readonly Command[]): readonly unknown[] =>
    sent.map((command) => (command.kind === 'patch' ? command.patches[0]?.alt : command.kind));

  it('is saved after a pause, and again where it was typed on meanwhile [PAGE-44]', async () => {
    const { draft, sent, groups, answer } = open();
    draft.type('A');
    await vi.advanceTimersByTimeAsync(1_000);
    draft.type('A cup ');
    await vi.advanceTimersByTimeAsync(1_499);
    expect(sent).toStrictEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(alts(sent)).toStrictEqual(['A cup']);
    expect(draft.state.value).toBe('saving');
    draft.type('A cup of');
    const left = draft.leave();
    await answer(true);
    expect(draft.state.value).toBe('saving');
    await answer(true);
    await left;
    expect(alts(sent)).toStrictEqual(['A cup', 'A cup of']);
    expect(new Set(groups).size).toBe(1);
    expect([draft.state.value, draft.typed.value]).toStrictEqual(['saved', undefined]);
  });

  it('is still there where it is refused after it was saved by Enter and the field was left [PAGE-44]', async () => {
    const { draft, answer } = open();
    draft.type('A cup');
    const saved = draft.save();
    const left = draft.leave();
    await answer(false);
    await Promise.all([saved, left]);
    expect([draft.state.value, draft.typed.value]).toStrictEqual(['failed', 'A cup']);
  });

  it('begins another step once it was left [PAGE-44]', async () => {
    const { draft, groups, answer } = open();
    for (const text of ['A', 'B']) {
      draft.type(text);
      const left = draft.leave();
      await answer(true);
      await left;
    }
    expect(new Set(groups).size).toBe(2);
  });

  it('is not sent where nothing has changed, and comes back [PAGE-44, PAGE-45]', async () => {
    const { draft, sent } = open('A cup');
    draft.type('A cup  ');
    await draft.leave();
    expect([sent, draft.typed.value, draft.state.value]).toStrictEqual([[], undefined, 'none']);
    draft.type('A mug');
    draft.discard();
    await vi.advanceTimersByTimeAsync(2_000);
    expect([sent, draft.typed.value]).toStrictEqual([[], undefined]);
  });

  it('is kept where it could not be saved, and saved when it is asked for again [PAGE-44]', async () => {
    const { draft, sent, answer } = open('A cup');
    draft.type('A mug');
    const saved = draft.save();
    await answer(false);
    await saved;
    expect([draft.state.value, draft.typed.value, draft.isOvertakenBy('A cup')]).toStrictEqual([
      'failed',
      'A mug',
      false,
    ]);
    const again = draft.leave();
    await answer(true);
    await again;
    expect(alts(sent)).toStrictEqual(['A mug', 'A mug']);
    expect([draft.state.value, draft.typed.value]).toStrictEqual(['saved', undefined]);
  });

  it('is not sent over what somebody else has written, until it is said [PAGE-51]', async () => {
    const { draft, words, sent, answer, setTheirs } = open('A cup');
    draft.type('Ours');
    setTheirs('Theirs');
    expect(draft.isOvertakenBy('Theirs')).toBe(true);
    await draft.leave();
    expect(sent).toStrictEqual([]);
    expect(draft.typed.value).toBe('Ours');
    expect(words.conflictOf(1, undefined)).toMatchObject({ ours: 'Ours', theirs: 'Theirs' });
    const kept = draft.keepOurs('Ours');
    await answer(true);
    await kept;
    expect(alts(sent)).toStrictEqual(['Ours']);
    expect(words.conflicts.value).toStrictEqual([]);
  });

  it('is theirs once it is given up [PAGE-51]', async () => {
    const { draft, words, sent, setTheirs } = open('A cup');
    draft.type('Ours');
    setTheirs('Theirs');
    await draft.save();
    draft.discard();
    expect([sent, draft.typed.value, words.conflicts.value]).toStrictEqual([[], undefined, []]);
  });
});
