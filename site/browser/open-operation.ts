/** Opens and shows the operation that a fragment such as `#/Products/getProduct` names; others mean nothing here. */
export function openOperation(hash: string): void {
  const [, tag, id] = hash.split('/');
  if (tag === undefined || id === undefined) return;
  const wanted = `operations-${decodeURIComponent(tag).replaceAll(' ', '_')}-${decodeURIComponent(id)}`;
  const block = document.getElementById(wanted);
  if (block === null) return;
  if (!block.classList.contains('is-open')) block.querySelector<HTMLElement>('.opblock-summary-control')?.click();
  block.scrollIntoView();
}
