import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../page/gallery/command.ts';
import { type GalleryView, putVariants, setVariants } from '../../../page/gallery/view.ts';
import { namesIn, toChoices } from '../../../page/variants/plan-variants.ts';
import { VariantBoard } from '../../../page/variants/variant-board.ts';
import { imageOf, variantOf } from './images.ts';

const own = { ...variantOf('9', 0), imageId: null, media: imageOf(5).media };

function open(mayReplace = true) {
  const view = signal<GalleryView>({ images: [imageOf(1), imageOf(2)], variants: [variantOf('7', 1), own] });
  const sent: Command[] = [];
  const said: string[] = [];
  const run = async (command: Command): Promise<boolean> => {
    sent.push(command);
    return await Promise.resolve(true);
  };
  const board = new VariantBoard(
    { view, run },
    {
      onOnlyFirst: () => said.push('only the first'),
      onDone: (choices) => said.push(`done ${choices.length}`),
      mayReplaceOwn: async (variants) => {
        said.push(`asked ${variants.join()}`);
        return await Promise.resolve(mayReplace);
      },
    },
  );
  return { board, sent, said };
}

const shows = (...choices: readonly (readonly [string, number | null])[]): Command => ({
  kind: 'variants',
  choices: choices.map(([variant, imageId]) => ({ variant, imageId })),
});

it('variants that were set leave the others as they are [PAGE-56]', () => {
  const view: GalleryView = { images: [imageOf(1)], variants: [variantOf('7', 1), variantOf('8', 1), own] };
  const answered = { ...variantOf('8', 0), imageId: null, media: null };
  const names = putVariants(view, [answered]).variants.map(({ variant, imageId }) => [variant, imageId]);
  expect(names).toEqual([
    ['7', 1],
    ['8', null],
    ['9', null],
  ]);
});

describe('an image that is dropped on a variant', () => {
  it('is shown by it, or by all that are selected where it is one of them [PAGE-56]', async () => {
    const { board, sent } = open();
    await board.drop([2], '7');
    board.toggle('7');
    board.toggle('8');
    await board.drop([1], '8');
    await board.drop([1], '10');
    board.toggle('7');
    await board.drop([2], '8');
    expect(sent).toStrictEqual([shows(['7', 2]), shows(['7', 1], ['8', 1]), shows(['10', 1]), shows(['8', 2])]);
  });

  it('is the first of several, which is said [PAGE-56]', async () => {
    const { board, sent, said } = open();
    await board.drop([2, 1], '7');
    await board.drop([], '7');
    expect([sent, said]).toStrictEqual([[shows(['7', 2])], ['only the first', 'done 1']]);
  });

  it.each([
    [true, [shows(['9', 1])], ['asked 9', 'done 1']],
    [false, [], ['asked 9']],
  ])('replaces a picture of its own where that is agreed to: %s [PAGE-56]', async (mayReplace, commands, told) => {
    const { board, sent, said } = open(mayReplace);
    await board.drop([1], '9');
    expect([sent, said]).toStrictEqual([commands, told]);
  });
});

it('numbers are read apart by commas and spaces, each once [PAGE-56]', () => {
  expect(namesIn(' 7, 8;9\n8 ')).toStrictEqual(['7', '8', '9']);
  expect(namesIn(`${'x'.repeat(65)} ,`)).toStrictEqual([]);
});

it('the variants of an image become those that are checked, and no others are named [PAGE-57]', () => {
  const variants = [variantOf('7', 1), variantOf('8', 1), variantOf('9', 2)];
  expect(toChoices(1, variants, ['8', '9', '10'])).toStrictEqual([
    { variant: '9', imageId: 1 },
    { variant: '10', imageId: 1 },
    { variant: '7', imageId: null },
  ]);
});

it('a variant that has lost its picture stays where it was [PAGE-56]', () => {
  const before = { images: [imageOf(1)], variants: [variantOf('7', 1), variantOf('8', 1)] };
  const { variants } = setVariants(before, [
    { variant: '7', imageId: null },
    { variant: '5', imageId: 1 },
  ]);
  expect(variants.map(({ variant, imageId }) => [variant, imageId])).toStrictEqual([
    ['5', 1],
    ['7', null],
    ['8', 1],
  ]);
});
