import { type DemoPicture, type DemoProduct, picture } from '../product.ts';
import { TURNTABLE_FRAMES } from '../scenes/shots.ts';

const BOTTLE: DemoProduct = {
  id: 1012,
  pictures: [
    picture(
      'water-bottle-forest-1.jpg',
      'Water bottle in forest green with a wooden lid',
      'Láhev na vodu v lesní zelené s dřevěným víčkem',
    ),
    picture(
      'water-bottle-outside.jpg',
      'The sand-coloured bottle outside, beside a plant',
      'Písková láhev venku vedle rostliny',
      { focalPoint: { x: 0.42, y: 0.5 } },
    ),
    picture('water-bottle-sand-1.jpg', 'Water bottle in sand', 'Láhev na vodu v pískové'),
    picture('water-bottle-rust-1.jpg', 'Water bottle in rust', 'Láhev na vodu v rezavé'),
    picture('water-bottle-colours.jpg', 'The three colours side by side', 'Všechny tři barvy vedle sebe'),
    picture('water-bottle-rust-2.jpg', 'The rust-coloured bottle, lying', 'Rezavá láhev naležato'),
    picture('water-bottle-lid.jpg', 'The wooden lid with its loop', 'Dřevěné víčko s poutkem'),
    picture('water-bottle-forest-cutout.png', 'The green bottle without a background', 'Zelená láhev bez pozadí'),
  ],
  variants: [
    { variant: '10121', file: 'water-bottle-forest-1.jpg' },
    { variant: '10122', file: 'water-bottle-sand-1.jpg' },
  ],
  ownPicture: { variantId: 10_123, file: 'water-bottle-rust-cutout.png' },
};

const POT: DemoProduct = {
  id: 1013,
  pictures: [
    picture(
      'plant-pot-terracotta-1.jpg',
      'Terracotta pot of 14 cm with a succulent',
      'Terakotový květináč, 14 cm, se sukulentem',
    ),
    picture(
      'plant-pot-windowsill.jpg',
      'Three pots with plants on a wooden board',
      'Tři květináče s rostlinami na dřevěné desce',
    ),
    picture('plant-pot-white-1.jpg', 'White pot with a succulent', 'Bílý květináč se sukulentem'),
    picture('plant-pot-grey-1.jpg', 'Grey pot with a succulent', 'Šedý květináč se sukulentem'),
    picture('plant-pot-white-snake-plant.jpg', 'White pot with a snake plant', 'Bílý květináč s tchýniným jazykem', {
      focalPoint: { x: 0.5, y: 0.7 },
    }),
    picture('plant-pot-terracotta-above.jpg', 'The terracotta pot from above', 'Terakotový květináč shora'),
    picture('plant-pot-terracotta-leaves.jpg', 'Leaves of the succulent, close', 'Detail listů sukulentu'),
  ],
  variants: [
    { variant: 'POT-TERRACOTTA', file: 'plant-pot-terracotta-1.jpg' },
    { variant: 'POT-WHITE', file: 'plant-pot-white-1.jpg' },
    { variant: 'POT-GREY', file: 'plant-pot-grey-1.jpg' },
  ],
};

const frame = (_: unknown, index: number): DemoPicture => {
  const degrees = (360 * index) / TURNTABLE_FRAMES;
  const file = `watering-can-360-${String(index + 1).padStart(2, '0')}.jpg`;
  return picture(file, `Watering can, turned by ${degrees}°`, `Konev otočená o ${degrees}°`, { gallery: 'shop360' });
};

/** The one that can be turned. */
const CAN: DemoProduct = {
  id: 1014,
  pictures: [
    picture(
      'watering-can-sage-1.jpg',
      'Watering can in sage with a brass rose',
      'Konev v šalvějové s mosazným kropítkem',
    ),
    picture(
      'watering-can-beside-plants.jpg',
      'The watering can beside potted plants',
      'Konev vedle rostlin v květináčích',
      { focalPoint: { x: 0.4, y: 0.5 } },
    ),
    picture('watering-can-navy-1.jpg', 'Watering can in navy', 'Konev v námořnické modré'),
    picture('watering-can-sage-2.jpg', 'The watering can from behind', 'Konev zezadu'),
    picture('watering-can-sage-rose.jpg', 'The brass rose', 'Mosazné kropítko'),
    picture('watering-can-sage-handle.jpg', 'The handle with its grip of oak', 'Držadlo s dubovým madlem'),
    picture('watering-can-sage-cutout.png', 'The watering can without a background', 'Konev bez pozadí'),
    ...Array.from({ length: TURNTABLE_FRAMES }, frame),
  ],
  variants: [
    { variant: 'CAN-SAGE', file: 'watering-can-sage-1.jpg' },
    { variant: 'CAN-NAVY', file: 'watering-can-navy-1.jpg' },
  ],
};

/** A picnic blanket that has no picture yet: somebody put a cushion there, and took it away again. */
const BLANKET: DemoProduct = {
  id: 1015,
  pictures: [],
  deleted: [picture('linen-cushion-teal-1.jpg', 'Linen cushion in teal', 'Lněný polštář v petrolejové')],
};

/** What the shop has for the garden and the way. */
export const OUTDOOR: readonly DemoProduct[] = [BOTTLE, POT, CAN, BLANKET];
