const { scripted } = require('./scripted');

/** At most N grants in any window, counted when they are granted. */
module.exports = { open: scripted('sliding-log.lua') };
