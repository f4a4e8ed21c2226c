/** Why a query cannot be read, and at which of its characters, counted from 1. */
export class QueryError extends Error {
  readonly at: number;

  constructor(reason: string, index: number) {
    super(reason);
    this.at = index + 1;
  }
}

/** Walks over a query's text. */
export class QueryReader {
  readonly text: string;
  index = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Passes over white space and tells whether there was any. */
  skipWhitespace(): boolean {
    return this.takePattern(/\s+/y) !== undefined;
  }

  /** Takes what the sticky pattern matches here. */
  takePattern(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.text)?.[0];
    this.index += found?.length ?? 0;
    return found;
  }

  /** Takes the token if it stands here. */
  takeToken(token: string): boolean {
    const isHere = this.text.startsWith(token, this.index);
    if (isHere) this.index += token.length;
    return isHere;
  }

  expectToken(token: string): void {
    if (!this.takeToken(token)) throw this.error(`${token} expected`);
  }

  get isAtEnd(): boolean {
    return this.index === this.text.length;
  }

  error(reason: string, index: number = this.index): QueryError {
    return new QueryError(reason, index);
  }
}
