import { type DemoProduct, picture } from '../product.ts';

const MUG: DemoProduct = {
  id: 1001,
  pictures: [
    picture(
      'stoneware-mug-blue-1.jpg',
      'Blue stoneware mug with a foot of bare clay',
      'Modrý kameninový hrnek s patkou z přírodní hlíny',
    ),
    picture('stoneware-mug-sand-1.jpg', 'Sand-coloured stoneware mug', 'Pískový kameninový hrnek'),
    picture('stoneware-mug-green-1.jpg', 'Green stoneware mug', 'Zelený kameninový hrnek'),
    picture(
      'stoneware-mug-on-table.jpg',
      'Green mug with coffee on a wooden table, lemons behind it',
      'Zelený hrnek s kávou na dřevěném stole, vzadu citrony',
      { focalPoint: { x: 0.48, y: 0.62 } },
    ),
    picture(
      'stoneware-mug-colours.jpg',
      'Mugs in sand, blue and green side by side',
      'Hrnky v pískové, modré a zelené vedle sebe',
    ),
    picture('stoneware-mug-blue-2.jpg', 'The handle of the blue mug', 'Ucho modrého hrnku'),
    picture('stoneware-mug-blue-coffee.jpg', 'Blue mug with coffee, from above', 'Modrý hrnek s kávou shora'),
    picture('stoneware-mug-sand-2.jpg', 'The inside of the sand-coloured mug', 'Vnitřek pískového hrnku'),
    picture(
      'stoneware-mug-blue-foot.jpg',
      'Where the blue glaze ends on the bare clay',
      'Přechod modré glazury v přírodní hlínu',
      { focalPoint: { x: 0.62, y: 0.55 } },
    ),
  ],
  variants: [
    { variant: 'MUG-BLUE', file: 'stoneware-mug-blue-1.jpg' },
    { variant: 'MUG-SAND', file: 'stoneware-mug-sand-1.jpg' },
    { variant: 'MUG-GREEN', file: 'stoneware-mug-green-1.jpg' },
  ],
};

const BOWL: DemoProduct = {
  id: 1002,
  main: 'serving-bowl-cream-fruit.jpg',
  pictures: [
    picture('serving-bowl-cream-1.jpg', 'Cream serving bowl of 25 cm', 'Krémová servírovací mísa, 25 cm'),
    picture(
      'serving-bowl-cream-fruit.jpg',
      'Cream serving bowl with pears, lemons and a tomato',
      'Krémová mísa s hruškami, citrony a rajčetem',
    ),
    picture(
      'serving-bowl-blue-1.jpg',
      'Serving bowl, ink blue outside and cream inside',
      'Mísa zvenku inkoustově modrá, uvnitř krémová',
    ),
    picture('serving-bowl-cream-above.jpg', 'Cream serving bowl from above', 'Krémová mísa shora'),
    picture(
      'serving-bowl-blue-table.jpg',
      'Blue bowl with fruit on an oak table',
      'Modrá mísa s ovocem na dubovém stole',
      { focalPoint: { x: 0.5, y: 0.56 } },
    ),
    picture('serving-bowl-blue-rim.jpg', 'The rim of the blue bowl', 'Okraj modré mísy'),
  ],
  variants: [
    { variant: 'BOWL-CREAM', file: 'serving-bowl-cream-1.jpg' },
    { variant: 'BOWL-BLUE', file: 'serving-bowl-blue-1.jpg' },
  ],
};

const BOARD: DemoProduct = {
  id: 1003,
  pictures: [
    picture(
      'cutting-board-oak-1.jpg',
      'Oak cutting board with a hole to hang it by',
      'Dubové prkénko s otvorem na zavěšení',
    ),
    picture('cutting-board-walnut-1.jpg', 'Walnut cutting board', 'Ořechové prkénko'),
    picture(
      'cutting-board-oak-in-use.jpg',
      'Tomatoes, a lemon and a knife on the oak board',
      'Rajčata, citron a nůž na dubovém prkénku',
      { focalPoint: { x: 0.45, y: 0.5 } },
    ),
    picture(
      'cutting-board-oak-wall.jpg',
      'Oak board leaning at a kitchen wall',
      'Dubové prkénko opřené o stěnu kuchyně',
    ),
    picture(
      'cutting-board-both.jpg',
      'Oak and walnut boards on top of each other',
      'Dubové a ořechové prkénko na sobě',
    ),
    picture('cutting-board-oak-grain.jpg', 'The grain of the oak', 'Kresba dubového dřeva'),
  ],
  variants: [
    { variant: 'BOARD-OAK', file: 'cutting-board-oak-1.jpg' },
    { variant: 'BOARD-WALNUT', file: 'cutting-board-walnut-1.jpg' },
  ],
};

/** One of its pictures is too small on purpose. */
const MILL: DemoProduct = {
  id: 1004,
  pictures: [
    picture('pepper-mill-oak-1.jpg', 'Pepper mill of oak, 21 cm', 'Dubový mlýnek na pepř, 21 cm'),
    picture('pepper-mill-walnut-1.jpg', 'Pepper mill of walnut', 'Ořechový mlýnek na pepř'),
    picture('pepper-mill-black-1.jpg', 'Pepper mill painted black', 'Černě lakovaný mlýnek na pepř'),
    picture('pepper-mill-all.jpg', 'The three pepper mills', 'Všechny tři mlýnky'),
    picture('pepper-mill-on-table.jpg', 'Pepper mills on a table with tomatoes', 'Mlýnky na stole s rajčaty', {
      focalPoint: { x: 0.45, y: 0.45 },
    }),
    picture(
      'pepper-mill-walnut-head.jpg',
      'The head of the walnut mill with its steel knob',
      'Hlava ořechového mlýnku s ocelovým knoflíkem',
    ),
    picture(
      'pepper-mill-oak-from-supplier.jpg',
      'Pepper mill of oak, picture of the supplier',
      'Dubový mlýnek, snímek dodavatele',
    ),
  ],
  variants: [
    { variant: 'MILL-OAK', file: 'pepper-mill-oak-1.jpg' },
    { variant: 'MILL-WALNUT', file: 'pepper-mill-walnut-1.jpg' },
    { variant: 'MILL-BLACK', file: 'pepper-mill-black-1.jpg' },
  ],
};

/** Texts in Czech are missing on purpose. */
const CARAFE: DemoProduct = {
  id: 1005,
  pictures: [
    picture('glass-carafe-1.jpg', 'Glass carafe of one litre', 'Skleněná karafa, 1 litr'),
    picture('glass-carafe-set.jpg', 'Carafe with water and two tumblers'),
    picture('glass-tumbler-1.jpg', 'Glass tumbler'),
    picture('glass-carafe-on-table.jpg', 'Carafe and tumbler on a table with lemons', undefined, {
      focalPoint: { x: 0.5, y: 0.48 },
    }),
  ],
};

/** What the shop has for the kitchen. */
export const KITCHEN: readonly DemoProduct[] = [MUG, BOWL, BOARD, MILL, CARAFE];
