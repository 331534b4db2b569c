/** Newline-delimited JSON: a document on each line. */
export const NDJSON = 'application/x-ndjson';
