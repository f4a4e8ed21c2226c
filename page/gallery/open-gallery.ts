import { computed, effect, signal } from '@preact/signals';
import { VitrineProblem } from 'vitrine-client';
import { describeFailure } from '../api/failure.ts';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { marksOf } from '../pictures/marks.ts';
import { announce } from '../ui/announcer.tsx';
import { toast } from '../ui/toasts.tsx';
import { toEntries } from '../uploads/entries.ts';
import { openProduct } from '../uploads/open-uploads.ts';
import { VariantBoard } from '../variants/variant-board.ts';
import { variantPrompts } from '../variants/variant-prompts.tsx';
import { Words } from '../words/words.ts';
import { askToDelete } from './actions.ts';
import { applyCommand, toMove } from './command.ts';
import { followProduct } from './follow-product.ts';
import { Gallery } from './gallery.ts';
import type { GalleryScope } from './gallery-context.ts';
import { openHistory } from './gallery-dialogs.ts';
import type { GalleryEvents } from './gallery-events.ts';
import { keepSteps, readSteps } from './kept-steps.ts';
import { Lift } from './lift.ts';
import { Marks } from './marks.ts';
import { Selection } from './selection.ts';
import { serviceApi } from './service-api.ts';
import { type GalleryName, imagesOf } from './view.ts';

const storeHash = (): string => session.who.peek()?.store.hash ?? '';

/** The screens of galleries, as they were opened last. What happens to a product is told on the newest. */
const scopes = new WeakMap<Gallery, GalleryScope>();

/** Makes what the parts of the screen of a product share. */
export function openGallery(product: string): GalleryScope {
  const marks = new Marks();
  const words = new Words();
  const opened = openProduct(product, () => {
    const scopeOf = (): GalleryScope | undefined => scopes.get(made);
    const made = new Gallery(product, tellPeople(scopeOf), serviceApi, readSteps(storeHash(), product));
    return made;
  });
  const { gallery, uploads } = opened;
  const lift = new Lift();
  const shown = signal<GalleryName>('shop');
  const images = computed(() => {
    const lifted = lift.lifted.value;
    const view = gallery.view.value;
    const move = lifted && toMove(view, lifted.ids, lifted.before);
    return imagesOf(move === undefined ? view : applyCommand(view, move), shown.value);
  });
  const places = computed(() => new Map(images.value.map(({ id }, index) => [id, index + 1])));
  const entries = computed(() => {
    const batches = uploads.batches.value.filter((each) => each.gallery === shown.value);
    return words.filter(toEntries(images.value, batches, gallery.confirmed.value?.version ?? 0));
  });
  const variants = computed(() => gallery.view.value.variants);
  const board = new VariantBoard(gallery, variantPrompts);
  const current = signal<number | undefined>(undefined);
  const tabStop = computed(() => {
    const id = current.value;
    return id !== undefined && places.value.has(id) ? id : images.value[0]?.id;
  });
  const firstNotMain = computed(() => {
    const [first] = images.value;
    const isOther = first?.gallery === 'shop' && !first.isMain && images.value.some(({ isMain }) => isMain);
    return isOther ? first.id : undefined;
  });
  const scope: GalleryScope = {
    ...opened,
    selection: new Selection(),
    lift,
    dragged: signal(new Set<number>()),
    marks,
    shown,
    images,
    places,
    current,
    tabStop,
    firstNotMain,
    entries,
    words,
    imageMarks: marksOf({ images, variants, language: words.language }),
    board,
    onDropOnVariant: (ids, variant) => void board.drop(ids, variant),
  };
  scopes.set(gallery, scope);
  return scope;
}

/** Keeps a gallery at what the service has, and its steps and selection at what the gallery has. */
export function followGallery({ gallery, selection, places, lift }: GalleryScope): () => void {
  const follower = followProduct(gallery);
  const stopKeeping = effect(() => {
    const steps = gallery.keptSteps();
    if (steps.stack.undo.length + steps.stack.redo.length > 0) keepSteps(storeHash(), gallery.product, steps);
  });
  const stopForgetting = effect(() => {
    const present = places.value;
    if (present.size === 0 && gallery.confirmed.value === undefined) return;
    selection.keepOnly(present);
    lift.keepPlace(present);
  });
  return () => {
    follower.stop();
    stopKeeping();
    stopForgetting();
  };
}

/** Puts what the gallery tells into words. */
function tellPeople(scopeOf: () => GalleryScope | undefined): GalleryEvents {
  return {
    onRefused: (error, command) => {
      const variants = command.kind === 'delete' ? variantsOf(error) : [];
      const scope = scopeOf();
      const isAsked = command.kind === 'delete' && variants.length > 0 && scope !== undefined;
      if (isAsked) askToDelete(scope, command.ids, variants);
      else toast({ kind: 'failure', text: t.peek().gallery.notDone(describeFailure(error)) });
    },
    onPartlyGone: (count) => toast({ text: t.peek().gallery.partlyGone(count) }),
    onForeignChange: (imageIds) => {
      scopeOf()?.marks.mark(imageIds);
      toast({ text: t.peek().gallery.foreignChange });
    },
    onTextConflict: (conflict) => scopeOf()?.words.noteConflict(conflict),
    onStepped: (direction, label) => announce(t.peek().gallery.stepped[direction](label)),
    onStepLate: () => toast({ text: t.peek().gallery.stepLate }),
    onStepLost: () => {
      const scope = scopeOf();
      const action = { label: t.peek().history.title, run: () => scope && openHistory(scope) };
      toast({ kind: 'failure', text: t.peek().gallery.stepLost, action });
    },
  };
}

/** Returns the variants that keep images from being deleted. */
function variantsOf(error: unknown): readonly string[] {
  if (!(error instanceof VitrineProblem) || !error.is('image-used-by-variant')) return [];
  const { problem } = error;
  const named = problem !== undefined && 'variants' in problem ? problem.variants : [];
  return Array.isArray(named) ? named.map(String) : [];
}
