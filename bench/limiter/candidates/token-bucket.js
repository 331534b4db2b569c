const { scripted } = require('./script');

/** The textbook: capacity N, refilled at N per window. */
module.exports = { open: scripted('token-bucket.lua') };
