/** What a picture is like: `cut-out` has a transparent background, `frame` and `swatch` are some of many alike. */
export type Shape = 'square' | 'landscape' | 'portrait' | 'cut-out' | 'frame' | 'swatch';

/** How many pictures show the watering can from all around. */
export const TURNTABLE_FRAMES = 24;

/** A picture that is rendered: the scene, the number of the shot in it, and what it becomes. */
interface Shot {
  readonly scene: string;
  readonly shot: number;
  readonly name: string;
  readonly shape: Shape;
}

const square = (name: string): Named => ({ name, shape: 'square' });
const landscape = (name: string): Named => ({ name, shape: 'landscape' });
const portrait = (name: string): Named => ({ name, shape: 'portrait' });
const cutOut = (name: string): Named => ({ name, shape: 'cut-out' });

type Named = Pick<Shot, 'name' | 'shape'>;

/** The shots of each scene, in the order of their numbers, which begin with 1. */
const SCENES: Readonly<Record<string, readonly Named[]>> = {
  mug: [
    square('stoneware-mug-blue-1'),
    square('stoneware-mug-blue-2'),
    square('stoneware-mug-blue-coffee'),
    square('stoneware-mug-sand-1'),
    square('stoneware-mug-sand-2'),
    square('stoneware-mug-green-1'),
    square('stoneware-mug-blue-foot'),
    landscape('stoneware-mug-colours'),
    landscape('stoneware-mug-on-table'),
  ],
  bowl: [
    landscape('serving-bowl-cream-1'),
    square('serving-bowl-cream-above'),
    landscape('serving-bowl-cream-fruit'),
    landscape('serving-bowl-blue-1'),
    square('serving-bowl-blue-rim'),
    portrait('serving-bowl-blue-table'),
  ],
  board: [
    landscape('cutting-board-oak-1'),
    landscape('cutting-board-walnut-1'),
    portrait('cutting-board-oak-wall'),
    square('cutting-board-oak-grain'),
    landscape('cutting-board-oak-in-use'),
    landscape('cutting-board-both'),
  ],
  mill: [
    portrait('pepper-mill-oak-1'),
    portrait('pepper-mill-walnut-1'),
    portrait('pepper-mill-black-1'),
    landscape('pepper-mill-all'),
    square('pepper-mill-walnut-head'),
    landscape('pepper-mill-on-table'),
  ],
  carafe: [
    portrait('glass-carafe-1'),
    landscape('glass-carafe-set'),
    square('glass-tumbler-1'),
    landscape('glass-carafe-on-table'),
  ],
  bottle: [
    portrait('water-bottle-forest-1'),
    portrait('water-bottle-sand-1'),
    portrait('water-bottle-rust-1'),
    landscape('water-bottle-colours'),
    square('water-bottle-lid'),
    landscape('water-bottle-rust-2'),
    landscape('water-bottle-outside'),
    cutOut('water-bottle-forest-cutout'),
    cutOut('water-bottle-rust-cutout'),
  ],
  lamp: [
    portrait('table-lamp-sage-1'),
    portrait('table-lamp-ochre-1'),
    portrait('table-lamp-sage-on'),
    landscape('table-lamp-ochre-evening'),
    square('table-lamp-ochre-foot'),
    cutOut('table-lamp-sage-cutout'),
  ],
  candle: [
    square('candle-cedar-1'),
    square('candle-cedar-lit'),
    portrait('candle-cedar-flame'),
    landscape('candle-cedar-evening'),
  ],
  clock: [
    square('wall-clock-oak-1'),
    square('wall-clock-black-1'),
    square('wall-clock-sage-1'),
    square('wall-clock-oak-side'),
    square('wall-clock-sage-hands'),
    landscape('wall-clock-oak-shelf'),
    cutOut('wall-clock-oak-cutout'),
  ],
  cushion: [
    square('linen-cushion-mustard-1'),
    square('linen-cushion-rust-1'),
    square('linen-cushion-teal-1'),
    square('linen-cushion-mustard-2'),
    square('linen-cushion-rust-weave'),
    landscape('linen-cushion-colours'),
    portrait('linen-cushion-pile'),
  ],
  stool: [
    portrait('stool-oak-1'),
    portrait('stool-black-1'),
    portrait('stool-green-1'),
    square('stool-oak-above'),
    landscape('stool-oak-seat'),
    landscape('stool-green-plant'),
  ],
  pot: [
    square('plant-pot-terracotta-1'),
    square('plant-pot-white-1'),
    square('plant-pot-grey-1'),
    square('plant-pot-terracotta-above'),
    portrait('plant-pot-white-snake-plant'),
    square('plant-pot-terracotta-leaves'),
    landscape('plant-pot-windowsill'),
  ],
  can: [
    landscape('watering-can-sage-1'),
    landscape('watering-can-sage-2'),
    landscape('watering-can-navy-1'),
    square('watering-can-sage-rose'),
    square('watering-can-sage-handle'),
    landscape('watering-can-beside-plants'),
    cutOut('watering-can-sage-cutout'),
  ],
  wall: [landscape('wall-tile-green-white'), landscape('wall-tile-all')],
};

/** All shots. */
export const SHOTS: readonly Shot[] = Object.entries(SCENES).flatMap(([scene, shots]) =>
  shots.map((named, index) => ({ scene, shot: index + 1, ...named })),
);
