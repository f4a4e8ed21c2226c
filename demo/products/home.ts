import { GLAZES } from '../glazes.ts';
import { type DemoProduct, picture } from '../product.ts';

const LAMP: DemoProduct = {
  id: 1006,
  pictures: [
    picture(
      'table-lamp-sage-1.jpg',
      'Table lamp with a sage stoneware foot and a linen shade',
      'Stolní lampa se šalvějovou kameninovou nohou a lněným stínidlem',
    ),
    picture('table-lamp-sage-on.jpg', 'The sage table lamp, lit', 'Rozsvícená šalvějová lampa', {
      focalPoint: { x: 0.5, y: 0.35 },
    }),
    picture('table-lamp-ochre-1.jpg', 'Table lamp with an ochre foot', 'Stolní lampa s okrovou nohou'),
    picture(
      'table-lamp-ochre-evening.jpg',
      'The ochre lamp in the evening, beside a mug and a plant',
      'Okrová lampa večer vedle hrnku a rostliny',
      { focalPoint: { x: 0.4, y: 0.4 } },
    ),
    picture('table-lamp-ochre-foot.jpg', 'The glaze of the ochre foot', 'Glazura okrové nohy'),
    picture('table-lamp-sage-cutout.png', 'The sage table lamp without a background', 'Šalvějová lampa bez pozadí'),
  ],
  variants: [
    { variant: 'LAMP-SAGE', file: 'table-lamp-sage-1.jpg' },
    { variant: 'LAMP-OCHRE', file: 'table-lamp-ochre-1.jpg' },
  ],
};

/** One alt text is missing on purpose. */
const CANDLE: DemoProduct = {
  id: 1007,
  pictures: [
    picture('candle-cedar-lit.jpg', 'Scented candle in amber glass, lit', 'Hořící vonná svíčka v jantarovém skle'),
    picture(
      'candle-cedar-1.jpg',
      'Scented candle in amber glass, cedar and smoke',
      'Vonná svíčka v jantarovém skle, cedr a kouř',
    ),
    picture('candle-cedar-flame.jpg'),
    picture('candle-cedar-evening.jpg', 'The candle on a table in the evening', 'Svíčka na stole večer', {
      focalPoint: { x: 0.47, y: 0.55 },
    }),
  ],
};

const CLOCK: DemoProduct = {
  id: 1008,
  pictures: [
    picture(
      'wall-clock-oak-1.jpg',
      'Wall clock of 30 cm with a rim of oak and a white face',
      'Nástěnné hodiny, 30 cm, dubový rám a bílý ciferník',
    ),
    picture('wall-clock-black-1.jpg', 'Wall clock with a black face', 'Nástěnné hodiny s černým ciferníkem'),
    picture('wall-clock-sage-1.jpg', 'Wall clock with a sage face', 'Nástěnné hodiny se šalvějovým ciferníkem'),
    picture(
      'wall-clock-oak-shelf.jpg',
      'The white clock above a shelf with plants and mugs',
      'Bílé hodiny nad policí s rostlinami a hrnky',
      { focalPoint: { x: 0.36, y: 0.3 } },
    ),
    picture('wall-clock-oak-side.jpg', 'The rim from the side', 'Rám ze strany'),
    picture('wall-clock-sage-hands.jpg', 'The hands, close', 'Detail ručiček'),
    picture('wall-clock-oak-cutout.png', 'The white clock without a background', 'Bílé hodiny bez pozadí'),
  ],
  variants: [
    { variant: 'CLOCK-WHITE', file: 'wall-clock-oak-1.jpg' },
    { variant: 'CLOCK-BLACK', file: 'wall-clock-black-1.jpg' },
    { variant: 'CLOCK-SAGE', file: 'wall-clock-sage-1.jpg' },
  ],
};

const CUSHION: DemoProduct = {
  id: 1009,
  pictures: [
    picture('linen-cushion-mustard-1.jpg', 'Linen cushion in mustard, 46 cm', 'Lněný polštář v hořčicové, 46 cm'),
    picture('linen-cushion-rust-1.jpg', 'Linen cushion in rust', 'Lněný polštář v rezavé'),
    picture('linen-cushion-teal-1.jpg', 'Linen cushion in teal', 'Lněný polštář v petrolejové'),
    picture(
      'linen-cushion-colours.jpg',
      'Cushions in teal, mustard and rust at a wall',
      'Polštáře v petrolejové, hořčicové a rezavé u stěny',
    ),
    picture('linen-cushion-pile.jpg', 'Two cushions on a stool', 'Dva polštáře na stoličce', {
      focalPoint: { x: 0.5, y: 0.35 },
    }),
    picture('linen-cushion-mustard-2.jpg', 'The mustard cushion from the side', 'Hořčicový polštář ze strany'),
    picture('linen-cushion-rust-weave.jpg', 'The weave and the piping', 'Vazba látky a lemování'),
  ],
  variants: [
    { variant: 'CUSHION-MUSTARD', file: 'linen-cushion-mustard-1.jpg' },
    { variant: 'CUSHION-RUST', file: 'linen-cushion-rust-1.jpg' },
    { variant: 'CUSHION-TEAL', file: 'linen-cushion-teal-1.jpg' },
  ],
};

/** One picture is there twice on purpose. */
const STOOL: DemoProduct = {
  id: 1010,
  pictures: [
    picture('stool-oak-1.jpg', 'Oak stool with three legs, 45 cm', 'Dubová stolička na třech nohách, 45 cm'),
    picture(
      'stool-green-plant.jpg',
      'A green and an oak stool with a plant and a mug',
      'Zelená a dubová stolička s rostlinou a hrnkem',
      { focalPoint: { x: 0.35, y: 0.5 } },
    ),
    picture('stool-black-1.jpg', 'Stool painted black', 'Černě lakovaná stolička'),
    picture('stool-green-1.jpg', 'Stool painted green', 'Zeleně lakovaná stolička'),
    picture('stool-oak-above.jpg', 'The oak stool from above', 'Dubová stolička shora'),
    picture('stool-oak-1.jpg', 'Oak stool', 'Dubová stolička'),
    picture('stool-oak-seat.jpg', 'The hollow of the seat', 'Prohlubeň sedáku'),
  ],
  variants: [
    { variant: 'STOOL-OAK', file: 'stool-oak-1.jpg' },
    { variant: 'STOOL-BLACK', file: 'stool-black-1.jpg' },
    { variant: 'STOOL-GREEN', file: 'stool-green-1.jpg' },
  ],
};

/** The one with many pictures: a tile in sixty glazes. */
const TILE: DemoProduct = {
  id: 1011,
  main: 'wall-tile-all.jpg',
  pictures: [
    ...GLAZES.map(({ name, en, cs }) =>
      picture(`wall-tile-${name}.jpg`, `Wall tile, ${en}`, `Obkládačka, glazura ${cs}`),
    ),
    picture('wall-tile-all.jpg', 'A wall of tiles in many glazes', 'Stěna z obkládaček v mnoha glazurách'),
    picture(
      'wall-tile-green-white.jpg',
      'A wall of tiles in sea green and white',
      'Stěna z obkládaček v mořské zelené a bílé',
    ),
  ],
};

/** What the shop has for the home. */
export const HOME: readonly DemoProduct[] = [LAMP, CANDLE, CLOCK, CUSHION, STOOL, TILE];
