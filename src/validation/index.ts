export { IsWellFormedUnicode } from './is-well-formed-unicode';
export { childPointer } from './pointer';
export { fieldsOf, type Shape } from './shape';
export { isRecord, MAX_FAULTS, validateShape, type Validated } from './validate';
