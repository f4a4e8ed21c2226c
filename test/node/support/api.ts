import * as z from 'zod';

const imageSchema = z.object({ id: z.int(), sort_order: z.int(), is_thumbnail: z.boolean(), url_tiny: z.string() });

/** The fields of an image that these tests use. */
export type Image = z.infer<typeof imageSchema>;

const imagesUrl = (origin: string, productId: number): string =>
  `${origin}/stores/demo/v3/catalog/products/${productId}/images`;

const TOKEN = { 'X-Auth-Token': 'demo-token' };

/** Uploads a file and returns the answer, whatever its status. */
export async function upload(origin: string, productId: number, bytes: Uint8Array, key?: string): Promise<Response> {
  const form = new FormData();
  form.set('image_file', new File([bytes], 'picture.jpg'));
  const headers = { ...TOKEN, ...(key === undefined ? {} : { 'Idempotency-Key': key }) };
  return await fetch(imagesUrl(origin, productId), { method: 'POST', headers, body: form });
}

/** Returns the image in the answer of a create. */
export async function created(response: Response): Promise<Image> {
  return z.object({ data: imageSchema }).parse(await response.json()).data;
}

/** Lists all images of a product, with the total of its pagination. */
export async function listAll(origin: string, productId: number): Promise<{ images: Image[]; total: number }> {
  const images: Image[] = [];
  for (let page = 1; ; page += 1) {
    const response = await fetch(`${imagesUrl(origin, productId)}?limit=250&page=${page}`, { headers: TOKEN });
    const body = z
      .object({ data: z.array(imageSchema), meta: z.object({ pagination: z.object({ total: z.int() }) }) })
      .parse(await response.json());
    images.push(...body.data);
    if (body.data.length === 0) return { images, total: body.meta.pagination.total };
  }
}
