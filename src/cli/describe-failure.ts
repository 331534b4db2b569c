import {
  InvalidArgument,
  NetworkError,
  ProblemError,
  UnexpectedReply,
  vendorWords,
  type Problem,
} from '../client';
import { EXIT, type ExitCode } from './exit-code';
import { escapeControls, formatDuration } from './format';

/** A command that has failed, as the tool reports it. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** Text for a person. */
  readonly message: string;
  /** The reply of the gateway, if there is one. */
  readonly problem?: Problem;
}

/**
 * Describes a call that failed.
 * @throws the error itself if it is unexpected
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { problem } = error;
    return { exitCode: EXIT.problem, message: describeProblem(problem), problem };
  }
  if (error instanceof InvalidArgument)
    return { exitCode: EXIT.usage, message: escapeControls(`error: ${error.message}`) };
  if (error instanceof UnexpectedReply || error instanceof NetworkError)
    return { exitCode: EXIT.unreachable, message: `No gateway replied: ${error.message}.` };
  throw error;
}

/** The effect of a failed write. */
const APPLIED = {
  no: 'nothing was changed',
  yes: 'the change was made',
  unknown: 'it is unknown whether the change was made',
};

/** One line for the problem, then its details. The detail names the first faulty field already. */
function describeProblem(problem: Problem): string {
  const { status, code, detail, errors = [], retryAfterMs, applied, requestId } = problem;
  const effect =
    typeof applied === 'object'
      ? describeKeys(applied)
      : applied === undefined
        ? undefined
        : APPLIED[applied];
  return [
    `${status} ${code}: ${detail}${vendorWords(problem)}`,
    ...errors.slice(1).map(({ pointer, reason }) => `  ${pointer} ${reason}`),
    ...(retryAfterMs === undefined ? [] : [`  try again in ${formatDuration(retryAfterMs)}`]),
    ...(effect === undefined ? [] : [`  ${effect}`]),
    `  request ${requestId}`,
  ]
    .map(escapeControls)
    .join('\n');
}

function describeKeys({ keys, changed = [] }: { keys: string[]; changed?: string[] }): string {
  return [
    ...(keys.length > 0 ? [`changed: ${keys.join(', ')}`] : []),
    ...(changed.length > 0 ? [`changed in part: ${changed.join(', ')}`] : []),
  ].join('; ');
}
