import type { RenditionFormat } from '../../src/delivery/negotiate-format.ts';
import { containIn } from '../../src/delivery/picture-size.ts';
import type { RenderOrder } from '../../src/delivery/render.ts';
import type { PictureFormat } from '../../src/model/picture.ts';
import { parseSettings } from '../../src/model/settings.ts';
import type { Box } from '../../src/model/store.ts';

/** An order for a still picture that fills its box. */
export const renderOrder = (format: PictureFormat, requested: RenditionFormat, box: Box): RenderOrder => ({
  format,
  requested,
  size: containIn(box),
  isAnimated: false,
  plan: { ...box, crop: undefined, background: undefined },
  quality: parseSettings('{}').quality,
});
