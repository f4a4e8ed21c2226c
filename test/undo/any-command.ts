import type { Command } from '../../src/gallery/commands.ts';
import type { GalleryState } from '../../src/gallery/state.ts';
import type { FocalPoint } from '../../src/model/focal-point.ts';
import { create, newImage, refer, remove, update, upload } from '../gallery/commands.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

/** Returns one of a few focal points, so that the same one is set again now and then, or none. */
const focalPoint = (random: SeededRandom): FocalPoint | null =>
  random.once(3) ? null : { x: random.int(3) / 4, y: 0.5 };

const LANGUAGES = ['cs', 'de', 'pt-BR'];

/** Returns texts in some languages, blank ones among them. */
const alts = (random: SeededRandom): Record<string, string> =>
  Object.fromEntries(
    LANGUAGES.filter(() => random.once(2)).map((language) => [
      language,
      random.once(4) ? ' ' : `${language} "${random.int(3)}"`,
    ]),
  );

/** Returns changes of texts in some languages. */
const patch = (random: SeededRandom): Record<string, string | null> =>
  Object.fromEntries(Object.entries(alts(random)).map(([language, text]) => [language, random.once(3) ? null : text]));

/** Returns a command that puts the images of a gallery in another order, or moves one of them. */
function arrangement(random: SeededRandom, images: GalleryState['images'], id: number): Command {
  const gallery = images.find((image) => image.id === id)?.gallery;
  const ids = images.filter((image) => image.gallery === gallery).map((image) => image.id);
  const order = ids.toSorted(() => random.int(3) - 1);
  const beforeId = order.find((other) => other !== id) ?? null;
  const arranged = random.once(2)
    ? ({ kind: 'order', imageIds: order } as const)
    : ({ kind: 'move', imageIds: [id], beforeId: random.once(3) ? null : beforeId } as const);
  return { kind: 'update', gallery: undefined, updates: [], arrangements: [arranged], makeRoom: false };
}

/** Returns any command, most often on an image that is on the product, and sometimes on one that was. */
export function randomCommand(random: SeededRandom, { images, version }: GalleryState): Command {
  const lastId = images.at(-1)?.id ?? 1;
  const id = random.once(4) ? 1 + random.int(lastId) : (images[random.int(Math.max(1, images.length))]?.id ?? 1);
  const name = `p${random.int(6)}`;
  const variant = `V${random.int(3)}`;
  const choices: readonly (() => Command)[] = [
    () => create({ description: name, source: { kind: 'upload', upload: upload(name) } }, {}),
    () => create({ gallery: 'shop360', sortOrder: random.int(3), source: { kind: 'upload', upload: upload(name) } }),
    () => create({ ...newImage(), isThumbnail: true, sortOrder: 0 }),
    () => create({ position: random.int(4) }, { position: random.int(4) }),
    () => update(id, { sortOrder: random.int(6) }),
    () => update(id, { sortOrder: random.int(3), isThumbnail: random.once(2), description: name }),
    () => update(id, { upload: upload(`new${random.int(9)}`) }),
    () => update(id, { upload: upload(name), description: `${name}!` }),
    () => update(id, { focalPoint: focalPoint(random) }),
    () => update(id, { focalPoint: focalPoint(random), sortOrder: random.int(6) }),
    () => update(id, { focalPoint: focalPoint(random), upload: upload(name) }),
    () => create({ gallery: 'shop', focalPoint: { x: random.int(3) / 4, y: 0.5 } }),
    () => create({ alts: alts(random) }, { gallery: 'shop360', description: ' ', alts: alts(random) }),
    () => update(id, { alts: patch(random) }, { gallery: 'any' }),
    () => update(id, { alts: patch(random), description: random.once(2) ? '\u00a0' : name, sortOrder: random.int(6) }),
    () => update(id, { isThumbnail: false }),
    () => arrangement(random, images, id),
    () => arrangement(random, images, id),
    () => remove(id),
    () => remove(...new Set([id, images[0]?.id ?? 1])),
    () => ({ kind: 'delete-page', gallery: 'shop', offset: random.int(3), limit: 2 }),
    () => refer(variant, random.once(4) ? null : id),
    () => ({ kind: 'set-variant-image', variant, picture: { kind: 'own', upload: upload(name) } }),
    () => ({ kind: 'restore', imageIds: [id] }),
    () => ({ kind: 'undo', toVersion: random.int(version + 1) }),
  ];
  return choices[random.int(choices.length)]?.() ?? remove(id);
}
