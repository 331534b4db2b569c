export { findInexactNumbers } from './inexact-numbers';
export { IsPlainJson, isPlainJson, PLAIN_JSON_REASON } from './is-plain-json';
export { IsWellFormedUnicode } from './is-well-formed-unicode';
export { childPointer } from './json-pointer';
export type { Rule } from './rule';
export { readFields, type Field, type Shape } from './shape';
export {
  MAX_FAULTS,
  UNKNOWN_FIELD,
  validateShape,
  type Part,
  type Validated,
} from './validate-shape';
