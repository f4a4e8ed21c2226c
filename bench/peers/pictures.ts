import sharp from 'sharp';

/** Returns a JPEG of about 1.2 MB that is unlike any other: its noise makes it as large, and nobody knows it already. */
export async function newPicture(): Promise<Uint8Array<ArrayBuffer>> {
  const size = { width: 1600, height: 1200 };
  const noise = await sharp({
    create: { ...size, channels: 3, background: '#888888', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  })
    .jpeg({ quality: 82 })
    .toBuffer();
  return new Uint8Array(noise);
}

/** Returns small JPEGs, each of a colour of its own. */
export async function smallPictures(count: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const made: Uint8Array<ArrayBuffer>[] = [];
  for (let index = 0; index < count; index += 1) {
    const background = { r: index % 256, g: (index >> 8) * 60, b: 90 };
    const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .jpeg()
      .toBuffer();
    made.push(new Uint8Array(picture));
  }
  return made;
}
