/** Returns how a language calls itself, such as `Čeština`; its tag where the browser does not know it. */
export function nameOfLanguage(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return `${name.slice(0, 1).toLocaleUpperCase(tag)}${name.slice(1)}`;
  } catch {
    return tag;
  }
}
