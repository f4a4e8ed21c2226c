/** A language of highlight.js, which is only handed on. */
declare const language: unknown;
export default language;
