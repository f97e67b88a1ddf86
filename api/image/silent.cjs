/**
 * In place of the packages `debug` and `depd`: what DEBUG would print at each request nobody reads in a
 * container, and to name the place of a call that is deprecated V8 would compile the whole bundle again.
 */
module.exports = () => () => {};
