const FIELD = '.alt-field';

/**
 * Has Tab go from the text of a tile to the text of the next one, and Shift with it back. From the last one it goes on as
 * everywhere, and Escape leaves the texts at any time.
 */
export function focusNextField(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
  const fields = [...(event.target.closest('ul, ol')?.querySelectorAll<HTMLElement>(FIELD) ?? [])];
  const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  if (next instanceof HTMLTextAreaElement) next.select();
  // The whole tile is what one wants to see beside its text.
  next.closest('li')?.scrollIntoView({ block: 'nearest' });
}

/** Puts the focus on the tile that a field belongs to. */
export function leaveToTile({ target }: Event): void {
  if (target instanceof HTMLElement) target.closest('li')?.focus();
}

/** Whether the focus goes to something else of the same tile. */
export function staysInTile({ target, relatedTarget }: FocusEvent): boolean {
  const tile = target instanceof HTMLElement ? target.closest('li') : null;
  return tile !== null && relatedTarget instanceof Node && tile.contains(relatedTarget);
}
