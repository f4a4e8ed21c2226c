import type { Image, Variant } from 'vitrine-client';
import { toText } from './text.ts';

/** What a template can name. */
export const PLACEHOLDERS = ['product', 'n', 'total', 'file', 'variant'] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

const isPlaceholder = (name: string): name is Placeholder => PLACEHOLDERS.some((each) => each === name);

/** What a template is filled in from. */
export interface TemplateSource {
  readonly product: string;
  readonly image: Image;
  /** How many images the gallery has. */
  readonly total: number;
  readonly variants: readonly Variant[];
}

const PATTERN = /\{([^{}]*)\}/g;

/**
 * Returns the text that a template makes for an image. A placeholder that has nothing to say leaves no gap, and one that
 * is not known stays as it was written, where its author sees it.
 */
export function fillTemplate(template: string, source: TemplateSource): string {
  const filled = template.replaceAll(PATTERN, (written: string, name: string) => {
    const key = name.trim().toLowerCase();
    return isPlaceholder(key) ? valueOf(key, source) : written;
  });
  return withoutGaps(toText(filled));
}

/** Returns what a template names and is not known, as it was written. */
export const unknownPlaceholders = (template: string): readonly string[] =>
  [...template.matchAll(PATTERN)].flatMap(([written, name = '']) =>
    isPlaceholder(name.trim().toLowerCase()) ? [] : [written],
  );

function valueOf(name: Placeholder, { product, image, total, variants }: TemplateSource): string {
  switch (name) {
    case 'product':
      return product;
    case 'n':
      return String(image.position + 1);
    case 'total':
      return String(total);
    case 'file':
      return readableName(image.media.fileName);
    case 'variant':
      return variants
        .filter(({ imageId }) => imageId === image.id)
        .map(({ variant }) => variant)
        .join(', ');
    default:
      return name satisfies never;
  }
}

/** Returns a file name as words: `red-cup_02.jpg` becomes `red cup 02`. */
export const readableName = (fileName: string): string =>
  toText(fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').replaceAll(/[-_.+]+/g, ' '));

/** What is left around something empty: brackets, a separator at an end, a space before a comma, two separators. */
const withoutGaps = (text: string): string =>
  text
    .replaceAll(/\(\s*\)|\[\s*\]/g, '')
    .replaceAll(/\s+([,;:.])/g, '$1')
    .replaceAll(/([,;:])(?:\s*[,;:])+/g, '$1')
    .replaceAll(/^[\s,;:–—-]+|[\s,;:–—-]+$/g, '')
    .replaceAll(/\s+/g, ' ');
