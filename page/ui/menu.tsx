import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

/** An entry of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly run: () => void;
  readonly isDangerous?: boolean | undefined;
}

interface MenuButtonProps {
  /** The name of the button. */
  readonly label: string;
  /** What describes what the menu is about, as an id. */
  readonly describedBy?: string | undefined;
  /** Is asked when the menu opens, so that a thousand closed menus cost nothing. */
  readonly items: () => readonly MenuItem[];
  /** Where Tab is to lead to one of many such buttons only. */
  readonly tabIndex?: ReadonlySignal<number> | undefined;
}

/** A button with a menu (WAI-ARIA menu button): arrows, Home, End and letters move, Escape closes. */
export function MenuButton({ label, describedBy, items, tabIndex }: MenuButtonProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => {
    setIsOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        aria-describedby={describedBy}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setIsOpen(true);
        }}
      >
        <Icon name="menu" />
      </button>
      {isOpen && <Menu label={label} items={items()} anchor={button.current} onClose={close} />}
    </>
  );
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
}

function Menu({ label, items, anchor, onClose }: MenuProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const menu = list.current;
    if (menu === null) return undefined;
    // The top layer is above everything, so no tile and no dialog cuts the menu off.
    menu.showPopover();
    if (anchor !== null) placeBeside(menu, anchor);
    menu.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
    const place = placeOf(anchor);
    const closeOutside = ({ target }: Event): void => {
      if (!(target instanceof Node && (menu.contains(target) || anchor?.contains(target)))) onClose();
    };
    // What has scrolled to the button before it was pressed may be told only now.
    const closeBeside = (): void => {
      if (placeOf(anchor) !== place) onClose();
    };
    document.addEventListener('pointerdown', closeOutside);
    addEventListener('scroll', closeBeside, { capture: true, passive: true });
    addEventListener('resize', closeBeside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      removeEventListener('scroll', closeBeside, { capture: true });
      removeEventListener('resize', closeBeside);
    };
  }, []);
  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="manual"
      onKeyDown={(event) => {
        event.stopPropagation();
        moveFocus(event, event.currentTarget, onClose);
      }}
    >
      {items.map(({ label: name, icon, run, isDangerous = false }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={isDangerous ? 'menu-item dangerous' : 'menu-item'}
          onClick={() => {
            onClose();
            run();
          }}
        >
          {icon && <Icon name={icon} />}
          {name}
        </button>
      ))}
    </div>
  );
}

/** Returns where an element is in the window, to be compared. */
function placeOf(element: HTMLElement | null): string {
  const { top = 0, left = 0 } = element?.getBoundingClientRect() ?? {};
  return `${top} ${left}`;
}

/** Keeps the menu inside the window: below its button where there is room, else above; at the button's inner side. */
function placeBeside(menu: HTMLElement, anchor: HTMLElement): void {
  const button = anchor.getBoundingClientRect();
  const { offsetWidth: widthPx, offsetHeight: heightPx } = menu;
  const isRightToLeft = getComputedStyle(menu).direction === 'rtl';
  const wantedPx = isRightToLeft ? button.left : button.right - widthPx;
  const below = button.bottom + 4;
  const top = below + heightPx <= innerHeight ? below : Math.max(8, button.top - heightPx - 4);
  menu.style.left = `${Math.min(Math.max(8, wantedPx), innerWidth - widthPx - 8)}px`;
  menu.style.top = `${top}px`;
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement, onClose: () => void): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const target = targetOf(event.key, at, items);
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    onClose();
  } else if (target !== undefined) {
    event.preventDefault();
    target.focus();
  }
}

function targetOf(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return following.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
