/** The page that answers what does not exist under /docs. */
export const NOT_FOUND = {
  title: 'This page does not exist',
  html: '<p>Search for it, or begin with the <a href="/docs/">overview</a>.</p>',
};
