/** On top of every page that no one should edit. */
export const generated =
  '<!-- Made from the program by `npm run docs`: change the check or the message, not this page. -->';
