import type { Signal } from '@preact/signals';
import type { TrashedImage } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { describeProblem } from '../api/failure.ts';
import type { EndlessList } from '../lists/endless-list.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { toast } from '../ui/toasts.tsx';

/** The most images that one request brings back or removes. */
const MAX_AT_ONCE = 250;

export type TrashList = EndlessList<TrashedImage>;

/** The images of the trash that are shown, and the ids of those that are selected. */
export interface TrashSelection {
  readonly list: TrashList;
  readonly selected: Signal<ReadonlySet<number>>;
}

/** Brings images back, and says of those that cannot come back why. */
export async function restore(
  list: TrashList,
  selected: TrashSelection['selected'],
  ids: readonly number[],
): Promise<void> {
  await act(async () => {
    for (let from = 0; from < ids.length; from += MAX_AT_ONCE) {
      const idempotencyKey = crypto.randomUUID();
      const named = ids.slice(from, from + MAX_AT_ONCE);
      const { results } = await call(async () => await vitrine.trash.restore(named, { idempotencyKey }));
      const back = new Set(results.filter(({ problem }) => problem === undefined).map(({ imageId }) => imageId));
      forget(list, selected, back);
      if (back.size > 0) toast({ text: t.value.trash.restored(back.size) });
      const problem = results.find((result) => result.problem !== undefined)?.problem;
      if (problem) toast({ kind: 'failure', text: describeProblem(problem) });
    }
  });
}

/** Removes images for good: those that are named, or all. */
export async function removeForGood(
  list: TrashList,
  selected: TrashSelection['selected'],
  ids: readonly number[] | undefined,
): Promise<void> {
  const isDone = await act(async () => {
    let count = 0;
    for (let isMore = true; isMore;) {
      const idempotencyKey = crypto.randomUUID();
      const { emptied, left } = await call(async () => await vitrine.trash.empty({ ids }, { idempotencyKey }));
      count += emptied;
      isMore = ids === undefined && left > 0 && emptied > 0;
    }
    toast({ text: t.value.trash.emptied(count) });
  });
  if (isDone) forget(list, selected, new Set(ids));
  await list.restart();
}

function forget(list: TrashList, selected: TrashSelection['selected'], gone: ReadonlySet<number>): void {
  list.update((items) => items.filter(({ imageId }) => !gone.has(imageId)));
  selected.value = new Set([...selected.value].filter((id) => !gone.has(id)));
}
