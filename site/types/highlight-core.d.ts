/** What the site uses of highlight.js, whose own types would bring those of the DOM into every file of the build. */
interface Highlighter {
  registerLanguage(name: string, language: unknown): void;
  getLanguage(name: string): unknown;
  highlight(code: string, options: { readonly language: string }): { readonly value: string };
}

declare const highlighter: Highlighter;
export default highlighter;
