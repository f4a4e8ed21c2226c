import { describe, expect, it, vi } from 'vitest';
import { type Command, toMove } from '../../../page/gallery/command.ts';
import { Gallery } from '../../../page/gallery/gallery.ts';
import type { GalleryEvents } from '../../../page/gallery/gallery-events.ts';
import { FakeService } from './fake-service.ts';

interface Opened {
  readonly service: FakeService;
  readonly gallery: Gallery;
  readonly told: { readonly [Name in keyof GalleryEvents]: ReturnType<typeof vi.fn<GalleryEvents[Name]>> };
  /** What is shown. */
  readonly shown: () => readonly number[];
  readonly move: (ids: readonly number[], before: number | null) => Promise<boolean>;
}

async function open(ids: readonly number[]): Promise<Opened> {
  const service = new FakeService(ids);
  const told = {
    onRefused: vi.fn<GalleryEvents['onRefused']>(),
    onPartlyGone: vi.fn<GalleryEvents['onPartlyGone']>(),
    onForeignChange: vi.fn<GalleryEvents['onForeignChange']>(),
    onTextConflict: vi.fn<GalleryEvents['onTextConflict']>(),
    onStepLate: vi.fn<GalleryEvents['onStepLate']>(),
    onStepped: vi.fn<GalleryEvents['onStepped']>(),
    onStepLost: vi.fn<GalleryEvents['onStepLost']>(),
  };
  const gallery = new Gallery('1', told, service);
  await gallery.load();
  return {
    service,
    gallery,
    told,
    shown: () => gallery.view.value.images.map(({ id }) => id),
    move: async (moved, before) => await gallery.run(toMove(gallery.view.peek(), moved, before), 'Moved'),
  };
}

const write = (id: number, alt: string): Command => ({ kind: 'patch', patches: [{ id, alt }] });
const remove = (...ids: readonly number[]): Command => ({ kind: 'delete', ids, references: 'refuse' });

/** Waits until requests wait for an answer. */
const untilHeld = async (service: FakeService, count: number): Promise<void> =>
  await vi.waitFor(() => expect(service.held).toHaveLength(count));

describe('the gallery of the page', () => {
  it('gives a text up where every read stays behind the refusal, and says so [PAGE-26]', async () => {
    const { service, gallery, told } = await open([1]);
    const stale = await service.read();
    service.change(write(1, 'Theirs'));
    vi.spyOn(service, 'read').mockResolvedValue(stale);
    const sent = vi.spyOn(service, 'send');
    expect(await gallery.run(write(1, 'Ours'), 'Text')).toBe(false);
    expect(sent.mock.calls.length).toBeLessThan(5);
    expect(told.onRefused).toHaveBeenCalledOnce();
  });

  it('takes a move back alone that came between the files of a drop, whichever answer comes first [PAGE-24, PAGE-34]', async () => {
    const { gallery } = await open([1, 2]);
    const note = (version: number, group?: string): void =>
      gallery.noteOwnChange({ version, etag: '', apply: (view) => view, label: group ?? 'moved', group });
    for (const [version, group] of [
      [3, undefined],
      [4, 'drop'],
      [2, 'drop'],
      [5, 'drop'],
    ] as const)
      note(version, group);
    const steps = gallery.stack.value.undo.map(({ toVersion, atVersion, label }) => [toVersion, atVersion, label]);
    expect(steps).toEqual([
      [1, 2, 'drop'],
      [2, 3, 'moved'],
      [3, 5, 'drop'],
    ]);
  });

  it('shows a change at once, and sends one after another [PAGE-21]', async () => {
    const { service, shown, move } = await open([1, 2, 3]);
    service.hold(true);
    const moves = [move([3], 1), move([2], 3)];
    expect(shown()).toEqual([2, 3, 1]);
    await untilHeld(service, 1);
    expect(service.ids).toEqual([1, 2, 3]);
    service.held[0]?.answer();
    await untilHeld(service, 2);
    expect(service.ids).toEqual([3, 1, 2]);
    service.held[1]?.answer();
    expect(await Promise.all(moves)).toEqual([true, true]);
    expect(shown()).toEqual([2, 3, 1]);
    expect(service.ids).toEqual([2, 3, 1]);
  });

  it('shows its own change and that of somebody else, in whichever order they are heard of [PAGE-26]', async () => {
    const { service, gallery, shown, move, told } = await open([1, 2, 3, 4, 5]);
    service.hold(true);
    const moved = move([4], 1);
    await untilHeld(service, 1);
    const foreign = service.change({ kind: 'move', ids: [2], before: null });
    service.held[0]?.carryOut();
    service.hold(false);
    const seen: (readonly number[])[] = [];
    const stop = gallery.view.subscribe(() => seen.push(shown()));
    service.held[0]?.answer();
    gallery.noteEvent(foreign);
    await moved;
    await vi.waitFor(() => expect(shown()).toEqual([4, 1, 3, 5, 2]));
    stop();
    // At no moment its own change was gone.
    expect(seen.every(([first]) => first === 4)).toBe(true);
    await vi.waitFor(() => expect(told.onForeignChange).toHaveBeenCalledExactlyOnceWith([2]));
  });

  it('takes the event of its own change for none of somebody else [PAGE-26]', async () => {
    const { service, gallery, move, told } = await open([1, 2]);
    service.hold(true);
    const moved = move([2], 1);
    await untilHeld(service, 1);
    service.held[0]?.carryOut();
    gallery.noteEvent(service.version);
    service.held[0]?.answer();
    await moved;
    expect(service.held).toHaveLength(1);
    expect(told.onForeignChange).not.toHaveBeenCalled();
  });

  it('hears of a change that comes while something of its own is refused [PAGE-26]', async () => {
    const { service, gallery, shown, told } = await open([1, 2, 3]);
    service.hold(true);
    const removed = gallery.run(remove(9), 'Deleted');
    await untilHeld(service, 1);
    gallery.noteEvent(service.change({ kind: 'move', ids: [3], before: 1 }));
    service.hold(false);
    service.held[0]?.answer();
    expect(await removed).toBe(false);
    await vi.waitFor(() => expect(shown()).toEqual([3, 1, 2]));
    expect(told.onRefused).toHaveBeenCalledOnce();
    expect(told.onForeignChange).toHaveBeenCalledOnce();
  });

  it('does to the rest what it was to do to images that somebody else has deleted [PAGE-26]', async () => {
    const { service, shown, move, told } = await open([1, 2, 3, 4, 5]);
    service.change(remove(4));
    expect(await move([4, 5], 1)).toBe(true);
    expect(shown()).toEqual([5, 1, 2, 3]);
    expect(service.ids).toEqual([5, 1, 2, 3]);
    expect(told.onPartlyGone).toHaveBeenCalledExactlyOnceWith(1);
    expect(told.onRefused).not.toHaveBeenCalled();
  });

  it('moves before what came after an image that is gone [PAGE-26]', async () => {
    const { service, shown, move } = await open([1, 2, 3, 4, 5]);
    service.change(remove(2));
    expect(await move([5], 2)).toBe(true);
    expect(shown()).toEqual([1, 5, 3, 4]);
  });

  it('says that nothing was done where everything that it was about is gone [PAGE-26]', async () => {
    const { service, shown, move, told } = await open([1, 2, 3]);
    service.change(remove(3));
    expect(await move([3], 1)).toBe(false);
    expect(shown()).toEqual([1, 2]);
    expect(told.onRefused).toHaveBeenCalledOnce();
  });

  it('never overwrites a text that somebody else has written meanwhile [PAGE-26]', async () => {
    const { service, gallery, told } = await open([1, 2]);
    service.change(write(1, 'theirs'));
    expect(await gallery.run(write(1, 'ours'), 'Alt text')).toBe(false);
    expect(gallery.view.value.images[0]?.alt).toBe('theirs');
    expect(told.onTextConflict).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ imageId: 1, ours: 'ours', theirs: 'theirs' }),
    );
    expect(await gallery.run(write(2, 'ours'), 'Alt text')).toBe(true);
  });

  it('writes a text over a change of something else [PAGE-26]', async () => {
    const { service, gallery, shown, told } = await open([1, 2]);
    service.change({ kind: 'move', ids: [2], before: 1 });
    expect(await gallery.run(write(1, 'ours'), 'Alt text')).toBe(true);
    expect(shown()).toEqual([2, 1]);
    expect(service.view.images[1]?.alt).toBe('ours');
    expect(told.onTextConflict).not.toHaveBeenCalled();
  });

  it('takes steps back and does them again, one by one [PAGE-24]', async () => {
    const { service, gallery, shown, move } = await open([1, 2, 3]);
    await move([3], 1);
    await gallery.run(remove(2), 'Deleted');
    await gallery.undo();
    expect(shown()).toEqual([3, 1, 2]);
    await gallery.undo();
    expect(shown()).toEqual([1, 2, 3]);
    await gallery.redo();
    await gallery.redo();
    expect(shown()).toEqual([3, 1]);
    expect(service.ids).toEqual([3, 1]);
    await gallery.undo();
    expect(shown()).toEqual([3, 1, 2]);
  });

  it('takes nothing back that somebody else has changed since [PAGE-24]', async () => {
    const { service, gallery, shown, move, told } = await open([1, 2, 3]);
    await move([3], 1);
    service.change({ kind: 'move', ids: [2], before: 3 });
    await gallery.undo();
    expect(told.onStepLost).toHaveBeenCalledOnce();
    expect(shown()).toEqual([2, 3, 1]);
    expect(gallery.stack.value.undo).toEqual([]);
  });

  it('goes back to an earlier state, which can be taken back [PAGE-25]', async () => {
    const { service, gallery, shown, move } = await open([1, 2, 3]);
    await move([3], 1);
    service.change({ kind: 'move', ids: [2], before: 3 });
    await gallery.reload();
    expect(await gallery.goBackTo(1, 'Went back')).toBe(true);
    expect(shown()).toEqual([1, 2, 3]);
    await gallery.undo();
    expect(shown()).toEqual([2, 3, 1]);
  });

  it('can take back what it did before it was loaded again [PAGE-24]', async () => {
    const { service, gallery, move, told } = await open([1, 2, 3]);
    await move([3], 1);
    await move([2], 3);
    const again = new Gallery('1', told, service, gallery.keptSteps());
    await again.load();
    await again.undo();
    await again.undo();
    expect(service.ids).toEqual([1, 2, 3]);
    expect(told.onForeignChange).not.toHaveBeenCalled();
  });

  it('keeps the objects of images that have not changed when it reads them again [PAGE-27]', async () => {
    const { service, gallery } = await open([1, 2, 3]);
    const before = gallery.view.value.images;
    service.change({ kind: 'patch', patches: [{ id: 2, alt: 'new' }] });
    await gallery.reload();
    const after = gallery.view.value.images;
    expect(after.map((image, index) => image === before[index])).toEqual([true, false, true]);
  });
});
