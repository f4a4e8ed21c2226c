import sharp from 'sharp';

const BOUNDARY = 'a-boundary-of-the-bench';

/** A JPEG of a few hundred bytes, so that decoding it is not what is measured. */
const SMALL = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#4080c0' } })
  .jpeg()
  .toBuffer();

/** A comment of a JPEG, after its first marker, makes the bytes of each upload different. */
function withComment(index: number): Buffer {
  const text = Buffer.from(`picture ${index}`);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([SMALL.subarray(0, 2), head, text, SMALL.subarray(2)]);
}

/** Returns a form with a picture that no other index has. */
export function newPicture(index: number): { readonly body: Uint8Array; readonly contentType: string } {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image_file"; filename="bench.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), withComment(index), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${BOUNDARY}` };
}
