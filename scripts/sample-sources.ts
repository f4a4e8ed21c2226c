/**
 * The photographs that samples are made from: files of Debian's package python3-skimage, with their description and
 * licence from its documentation.
 */
export const PHOTOGRAPHS = {
  cup: {
    samples: 'cup*',
    file: 'coffee.png',
    what: 'A cup of coffee, by Rachel Michetti, courtesy of Pikolo Espresso Bar',
    licence: 'CC0 (no copyright restrictions)',
  },
  cat: {
    samples: 'cat*',
    file: 'chelsea.png',
    what: 'Chelsea the cat, by Stefan van der Walt',
    licence: 'CC0 (no copyright restrictions)',
  },
  rocket: {
    samples: 'rocket*',
    file: 'rocket.jpg',
    what: 'Launch of DSCOVR on a Falcon 9, by SpaceX',
    licence: 'Public domain',
  },
  bricks: { samples: 'brick*', file: 'brick.png', what: 'Bricks, from CC0Textures', licence: 'CC0' },
  turf: { samples: 'turf*', file: 'grass.png', what: 'Grass, by linolafett on DeviantArt', licence: 'CC0' },
} as const;

/** Returns the text of samples/LICENSE.md. */
export const licenceText = (): string => {
  const rows = Object.values(PHOTOGRAPHS).map(
    ({ samples, file, what, licence }) => `| \`${samples}\` | ${what} (\`${file}\`) | ${licence} |`,
  );
  return `# Where the samples come from

Made by \`scripts/make-samples.ts\` with ImageMagick. The photographs were scaled, cropped and converted from pictures in Debian's package
\`python3-skimage\` (scikit-image 0.19.3, its folder \`skimage/data\`), whose documentation (\`skimage/data/_fetchers.py\`) gives their origin and licence:

| Samples | Picture | Licence |
|---|---|---|
${rows.join('\n')}

All other samples (\`shirt*\`, \`mug*\`, \`box*\`, \`size-chart*\`, \`swatch*\`, \`pixel*\`) are drawn by the script itself and, like the project,
under the MIT licence.
`;
};
