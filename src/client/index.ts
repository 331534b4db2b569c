export type { Answer, GatewayClient } from './client';
export { connect, type Settings } from './connect';
export type * from './generated/types.gen';
export { ProblemError, UnexpectedAnswer, type Problem, type ProblemCode } from './problem-error';
export type { BatchSettings } from './run-batch';
