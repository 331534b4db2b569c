const { scripted } = require('./script');

/** Exact at the moment of granting: at most N grants in any window. */
module.exports = { open: scripted('sliding-log.lua') };
