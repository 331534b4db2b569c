export { IsWellFormed } from './is-well-formed';
export { below } from './pointer';
export { fieldsOf, type Shape } from './shape';
export { isRecord, MAX_FAULTS, validateShape, type Validated } from './validate';
