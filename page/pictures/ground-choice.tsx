import type { JSX } from 'preact';
import { t } from '../text/language.ts';

/** What a picture stands on. */
export type Ground = 'white' | 'dark' | 'checkered';

const GROUNDS: readonly Ground[] = ['checkered', 'white', 'dark'];

interface GroundChoiceProps {
  readonly ground: Ground;
  readonly onChange: (ground: Ground) => void;
}

/** On what ground pictures are shown, as transparent ones look different on each. */
export function GroundChoice({ ground, onChange }: GroundChoiceProps): JSX.Element {
  const texts = t.value.pictures;
  return (
    <fieldset class="choices choices-row">
      <legend>{texts.ground}</legend>
      {GROUNDS.map((each) => (
        <label key={each} class="check">
          <input type="radio" name="ground" checked={each === ground} onChange={() => onChange(each)} />
          {texts.grounds[each]}
        </label>
      ))}
    </fieldset>
  );
}
