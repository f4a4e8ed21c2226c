/** What browsers of an age ask for when they want a picture. */
export const AGES = {
  now: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  older: 'image/webp,image/*,*/*;q=0.8',
  old: 'image/png,image/jpeg,image/gif,*/*;q=0.5',
} as const;

export type Age = keyof typeof AGES;

/** What was sent for a picture. */
export interface Served {
  /** Such as `image/avif`. */
  readonly type: string;
  readonly bytes: number;
}

/** Fetches a picture as browsers of an age do, and returns what came; undefined where nothing did. */
export async function fetchServed(url: string, age: Age): Promise<Served | undefined> {
  try {
    const response = await fetch(url, { headers: { Accept: AGES[age] } });
    if (!response.ok) return undefined;
    const { type, size } = await response.blob();
    return { type, bytes: size };
  } catch {
    return undefined;
  }
}
