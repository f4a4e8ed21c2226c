/** Thrown when a query cannot be parsed; `at` is the position of the problem in characters, counted from 1. */
export class QueryError extends Error {
  readonly at: number;

  constructor(reason: string, index: number) {
    super(reason);
    this.at = index + 1;
  }
}

/** Reads a query's text from its beginning to its end. */
export class QueryReader {
  readonly text: string;
  index = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Skips white space. Returns whether there was any. */
  skipWhitespace(): boolean {
    return this.takePattern(/\s+/y) !== undefined;
  }

  /** Reads what the sticky pattern matches at the current position. Returns undefined when it does not match. */
  takePattern(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.text)?.[0];
    this.index += found?.length ?? 0;
    return found;
  }

  /** Reads the token when it is at the current position. Returns whether it is. */
  takeToken(token: string): boolean {
    const isHere = this.text.startsWith(token, this.index);
    if (isHere) this.index += token.length;
    return isHere;
  }

  /** Reads the token, or throws a QueryError when it is not at the current position. */
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
