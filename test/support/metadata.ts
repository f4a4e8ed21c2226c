import { imageSize } from 'image-size';
import {
  exifTiff,
  gifImage,
  jpegExif,
  jpegSegment,
  pngChunk,
  riffChunk,
  vp8x,
} from '../ingest/formats/build-pictures.ts';
import { sample } from './pictures.ts';

/** A text that stands in every kind of metadata of these pictures, as the place of a photograph would. */
export const SECRET = 'SECRET-PLACE-52.37N';

const bytesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Returns an EXIF block that says orientation 6, with a text behind its directory. */
const tiff = [...exifTiff(6), ...bytesOf(SECRET)];
const XMP = `<x:xmpmeta>${SECRET}</x:xmpmeta>`;

/** A photograph with EXIF, XMP, IPTC, a comment, and a second picture behind it that has EXIF, too. */
function jpeg(): Uint8Array {
  const photo = sample('cup-landscape.jpg');
  const metadata = [
    ...jpegExif(tiff),
    ...jpegSegment(0xe1, bytesOf(`http://ns.adobe.com/xap/1.0/\0${XMP}`)),
    ...jpegSegment(0xe2, bytesOf(`MPF\0${SECRET}`)),
    ...jpegSegment(0xed, bytesOf(`Photoshop 3.0\0${SECRET}`)),
    ...jpegSegment(0xfe, bytesOf(SECRET)),
  ];
  const appended = joined([0xff, 0xd8], jpegExif(tiff), [0xff, 0xd9]);
  return joined(photo.subarray(0, 2), metadata, photo.subarray(2), appended);
}

function png(): Uint8Array {
  const picture = sample('shirt-red-transparent.png');
  const metadata = [
    ...pngChunk('eXIf', tiff),
    ...pngChunk('tEXt', bytesOf(`Comment\0${SECRET}`)),
    ...pngChunk('iTXt', bytesOf(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)),
  ];
  return joined(picture.subarray(0, 33), metadata, picture.subarray(33), bytesOf(SECRET));
}

function webp(): Uint8Array {
  const picture = sample('cup-square.webp');
  const { width, height } = imageSize(picture);
  const content = joined(
    bytesOf('WEBP'),
    vp8x(0x0c, width, height),
    picture.subarray(12),
    riffChunk('EXIF', tiff),
    riffChunk('XMP ', bytesOf(XMP)),
    riffChunk('NOTE', bytesOf(SECRET)),
  );
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, content.length, true);
  return joined(bytesOf('RIFF'), size, content);
}

function gif(): Uint8Array {
  const picture = sample('box-turntable.gif');
  const block = (label: number, name: string, text: string): number[] => [
    0x21,
    label,
    ...(name === '' ? [] : [name.length, ...bytesOf(name)]),
    text.length,
    ...bytesOf(text),
    0,
  ];
  const metadata = [...block(0xfe, '', SECRET), ...block(0xff, 'XMP DataXMP', XMP)];
  return joined(picture.subarray(0, -1), metadata, gifImage(1, 1), [0x3b], bytesOf(SECRET));
}

/** A picture of each format that carries metadata, full of it. */
export const WITH_METADATA: Readonly<Record<'gif' | 'jpeg' | 'png' | 'webp', () => Uint8Array>> = {
  jpeg,
  png,
  webp,
  gif,
};

/** Returns what of these bytes is metadata: the names of its kinds, and the secret text. */
export function metadataIn(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder('latin1').decode(bytes);
  return [SECRET, 'xmpmeta', 'ns.adobe.com', 'Photoshop', 'MPF\0', 'tEXt', 'iTXt', 'XMP '].filter((word) =>
    text.includes(word),
  );
}
