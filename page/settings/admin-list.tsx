import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { session } from '../api/session.ts';
import { EndlessEnd } from '../lists/endless.tsx';
import type { EndlessList } from '../lists/endless-list.ts';
import { t } from '../text/language.ts';

interface AdminListProps<Item> {
  readonly list: EndlessList<Item>;
  readonly intro: string;
  /** What is said where there is nothing. */
  readonly none?: string | undefined;
  /** What makes a new item. */
  readonly form: ComponentChildren;
  readonly row: (item: Item) => JSX.Element;
}

/** A list that administrators alone may read, with what adds to it. */
export function AdminList<Item>({ list, intro, none, form, row }: AdminListProps<Item>): JSX.Element {
  const isAdmin = session.isAdmin.value;
  useEffect(() => {
    if (isAdmin) void list.more();
  }, [list, isAdmin]);
  if (!isAdmin) return <p>{t.value.settings.adminNeeded}</p>;
  const items = list.items.value;
  return (
    <>
      <p>{intro}</p>
      {form}
      <ul class="rows">{items.map(row)}</ul>
      {none !== undefined && items.length === 0 && list.isAtEnd.value && <p class="hint">{none}</p>}
      <EndlessEnd list={list} />
    </>
  );
}
