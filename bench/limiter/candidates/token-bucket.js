const { scripted } = require('./scripted');

/** The textbook token bucket: capacity N, refilled at N per window. */
module.exports = { open: scripted('token-bucket.lua') };
