import { vitrine } from '../api/client.ts';
import type { Command } from './command.ts';
import type { AnsweredCommand } from './gallery-api.ts';
import { type GalleryView, putImage, putVariants } from './view.ts';

const unchanged = (view: GalleryView): GalleryView => view;

/**
 * Sends a command. One that overwrites a text is sent for the version that the text was read in alone, so that nobody
 * else's text is lost; all others say what they do to whatever is there.
 *
 * @throws VitrineProblem where it is refused.
 */
export async function sendCommand(
  product: string,
  command: Command,
  idempotencyKey: string,
  etag: string | undefined,
): Promise<AnsweredCommand> {
  switch (command.kind) {
    case 'move': {
      const { ids, before, main } = command;
      const images = main === undefined ? undefined : [{ id: main, isMain: true }];
      const changes = { images, move: { ids, before } };
      const answer = await vitrine.images.change(product, changes, { idempotencyKey, minimal: true });
      return { ...answer, apply: unchanged };
    }
    case 'patch': {
      const { patches } = command;
      const isText = patches.some(({ alt, alts }) => alt !== undefined || alts !== undefined);
      const ifMatch = isText ? etag : undefined;
      const {
        version,
        etag: newEtag,
        images,
      } = await vitrine.images.update(product, patches, { idempotencyKey, ifMatch });
      // Texts come back as the service keeps them, and pictures with another focal point have other URLs.
      return { version, etag: newEtag, apply: (view) => images.reduce(putImage, view) };
    }
    case 'delete': {
      const { ids, references } = command;
      const answer = await vitrine.images.delete(product, ids, { references, idempotencyKey });
      return { ...answer, apply: unchanged };
    }
    case 'variants': {
      const answer = await vitrine.variants.set(product, command.choices, { idempotencyKey });
      return { ...answer, apply: (view) => putVariants(view, answer.variants) };
    }
    default:
      return command satisfies never;
  }
}
