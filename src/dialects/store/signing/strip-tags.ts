type State = 'text' | 'tag' | 'php' | 'declaration' | 'comment';

const isSpace = (character: string | undefined): boolean =>
  character !== undefined && /^[ \t\n\r\f\v]$/.test(character);

/**
 * Removes HTML, comments, declarations and PHP from a text exactly as PHP's strip_tags does, because clients sign the
 * result of that function: `a < b` stays, a tag that is never closed is removed, and a `>` in quotes does not close a
 * tag.
 */
export function stripTags(text: string): string {
  const machine = new TagStripper(text);
  for (let at = 0; at < text.length; at += 1) machine.readCharacter(at);
  return machine.kept;
}

class TagStripper {
  kept = '';
  readonly #text: string;
  #state: State = 'text';
  /** How many tags have been opened inside a tag. */
  #depth = 0;
  /** How many parentheses have been opened inside PHP. */
  #parentheses = 0;
  #quote = '';
  /** The last significant character, called `lc` in PHP's implementation. */
  #last = '';

  constructor(text: string) {
    this.#text = text;
  }

  readCharacter(at: number): void {
    const character = this.#text.charAt(at);
    if (character === '\0') return;
    switch (this.#state) {
      case 'text':
        return this.#inText(character, at);
      case 'tag':
        return this.#inTag(character, at);
      case 'php':
        return this.#inPhp(character, at);
      case 'declaration':
        return this.#inDeclaration(character, at);
      case 'comment':
        if (character === '>' && this.#text.slice(at - 2, at) === '--') this.#leave();
        return undefined;
      default:
        return this.#state satisfies never;
    }
  }

  #inText(character: string, at: number): void {
    const opens = character === '<' && !isSpace(this.#text[at + 1]);
    if (!opens) {
      this.kept += character;
      return;
    }
    this.#state = 'tag';
    this.#last = '<';
  }

  #inTag(character: string, at: number): void {
    if (character === '<') {
      if (this.#quote === '' && !isSpace(this.#text[at + 1])) this.#depth += 1;
    } else if (character === '>') this.#close();
    else if (character === '"' || character === "'") this.#toggle(character);
    else if (this.#last === '<' && this.#text[at - 1] === '<') {
      if (character === '!') this.#enter('declaration', character);
      if (character === '?') this.#enter('php', character);
    }
  }

  #inPhp(character: string, at: number): void {
    if (character === '(' && this.#last !== '"' && this.#last !== "'") this.#parentheses += 1;
    if (character === ')' && this.#last !== '"' && this.#last !== "'") this.#parentheses -= 1;
    if (character === '"' || character === "'") {
      if (this.#text[at - 1] === '\\') return;
      if (this.#last === character) this.#last = '';
      else if (this.#last !== '\\') this.#last = character;
      this.#toggle(character);
    }
    const ends = character === '>' && this.#text[at - 1] === '?' && this.#quote === '';
    if (ends && this.#parentheses === 0 && this.#last !== '"') this.#leave();
  }

  #inDeclaration(character: string, at: number): void {
    if (character === '>') this.#close();
    else if (character === '"' || character === "'") {
      if (this.#text[at - 1] !== '\\') this.#toggle(character);
    } else if (character === '-' && this.#text.slice(at - 2, at) === '!-') this.#enter('comment', this.#last);
    else if (/^e$/i.test(character) && /^<!doctyp$/i.test(this.#text.slice(at - 8, at))) this.#enter('tag', this.#last);
  }

  #enter(state: State, last: string): void {
    this.#state = state;
    this.#last = last;
    this.#parentheses = 0;
  }

  #toggle(quote: string): void {
    if (this.#quote === '') this.#quote = quote;
    else if (this.#quote === quote) this.#quote = '';
  }

  #close(): void {
    if (this.#depth > 0) this.#depth -= 1;
    else if (this.#quote === '') this.#leave();
  }

  #leave(): void {
    this.#state = 'text';
    this.#quote = '';
    this.#last = '>';
  }
}
