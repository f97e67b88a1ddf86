/** In place of `debug` and `depd`: nobody reads DEBUG here, and depd costs a recompilation. */
module.exports = () => () => {};
