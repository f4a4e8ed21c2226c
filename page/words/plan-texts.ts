import type { Image } from 'vitrine-client';
import { textOf } from '../gallery/conflict.ts';
import { fillTemplate, type TemplateSource } from './template.ts';
import { lacksText } from './text.ts';

/** What an image gets. */
export interface PlannedText {
  readonly image: Image;
  readonly text: string;
  /** True where the image keeps the text that it has. */
  readonly isKept: boolean;
}

interface TextPlan {
  readonly template: string;
  /** True: images that have a text keep it. */
  readonly keepsTexts: boolean;
  readonly language: string | undefined;
  readonly source: Omit<TemplateSource, 'image'>;
}

/** Returns what each image gets by a template. An empty result, and the text that is there already, change nothing. */
export const planTexts = (
  images: readonly Image[],
  { template, keepsTexts, language, source }: TextPlan,
): readonly PlannedText[] =>
  images.map((image) => {
    const text = fillTemplate(template, { ...source, image });
    const own = textOf(image, language);
    const isKept = text === '' || text === own || (keepsTexts && !lacksText(image, language));
    return { image, text: isKept ? own : text, isKept };
  });
