import type { ComponentChildren, JSX } from 'preact';

interface FormProps {
  readonly class?: string;
  readonly onSubmit: () => void | Promise<void>;
  readonly children: ComponentChildren;
}

/** A form that the page deals with itself: nothing is ever sent by the browser. */
export function Form({ class: className, onSubmit, children }: FormProps): JSX.Element {
  return (
    <form
      class={className}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
    </form>
  );
}
