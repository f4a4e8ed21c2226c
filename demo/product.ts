/** A picture of a demo product, in its place. */
export interface DemoPicture {
  /** The name of a file in demo/pictures. */
  readonly file: string;
  /** Alt texts: the first language of the demo store, and its second; undefined where the text is missing on purpose. */
  readonly en?: string | undefined;
  readonly cs?: string | undefined;
  readonly gallery?: 'shop360' | undefined;
  /** What crops are made around, in fractions of width and height; the middle where it is not given. */
  readonly focalPoint?: { readonly x: number; readonly y: number } | undefined;
}

/** A variant, and the picture of its product that it shows. */
export interface DemoVariant {
  readonly variant: string;
  readonly file: string;
}

/** A product of the demo store. */
export interface DemoProduct {
  /** Far from the numbers that guides and README use. */
  readonly id: number;
  readonly pictures: readonly DemoPicture[];
  /** The main picture where it is not the first one. */
  readonly main?: string | undefined;
  readonly variants?: readonly DemoVariant[] | undefined;
  /** A variant that has a picture of its own: its number, and a file in demo/pictures. */
  readonly ownPicture?: { readonly variantId: number; readonly file: string } | undefined;
  /** Pictures that are deleted again, and lie in the trash then. */
  readonly deleted?: readonly DemoPicture[] | undefined;
}

/** Describes a picture in both languages. */
export const picture = (
  file: string,
  en?: string,
  cs?: string,
  more: Pick<DemoPicture, 'focalPoint' | 'gallery'> = {},
): DemoPicture => ({ file, en, cs, ...more });
