import type { JSX } from 'preact';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';

const KEYS = [
  ['← → ↑ ↓', 'arrows'],
  ['Home, End', 'ends'],
  ['Space', 'space'],
  ['Esc', 'escape'],
  ['Tab', 'tab'],
  ['Shift + ← → ↑ ↓', 'extend'],
  ['Ctrl + Space', 'toggle'],
  ['Ctrl + A', 'all'],
  ['Delete', 'delete'],
  ['Ctrl + Z', 'undo'],
  ['Ctrl + Shift + Z', 'redo'],
  ['?', 'help'],
] as const;

/** Shows what the keys do. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { order } = t.value;
  return (
    <Dialog title={order.keysTitle} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{order.keys[does]}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{order.pointerHint}</p>
    </Dialog>
  );
}
