import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import type { Caller, Gateway, Gateways } from '../../gateway';
import type { ApiRequest } from '../api-request';
import { clientOf } from '../auth/access';
import { entriesOf } from '../calls/entries';
import { hangUpOf } from '../calls/hang-up';
import { Operations } from '../calls/operations';
import { preferencesOf } from '../calls/prefer';
import { GATEWAYS } from '../tokens';
import type { BatchOperation } from './batch-body';
import { Lines } from './lines';

/** Targets that are worked on at the same time; more would only stand in line. */
const SIDE_BY_SIDE = 256;
/** The longest that a timer can wait. */
const AS_LONG_AS_IT_TAKES_MS = 2 ** 31 - 1;

interface Job {
  readonly id: string;
  readonly operation: Operation;
  readonly gateway: Gateway;
}

/** Carries batches out. */
@Injectable()
export class Batches {
  constructor(
    private readonly operations: Operations,
    @Inject(GATEWAYS) private readonly gateways: Gateways,
  ) {}

  /** Writes a line for each operation as it ends, and stops with the caller. */
  async run(
    request: ApiRequest,
    bodies: readonly BatchOperation[],
    response: Response,
  ): Promise<void> {
    const { name, weight } = clientOf(request);
    const { waitMs } = preferencesOf(request.header('prefer'));
    const signal = hangUpOf(response);
    const caller = { client: name, weight, maxWaitMs: waitMs ?? AS_LONG_AS_IT_TAKES_MS, signal };
    const lines = new Lines(response, String(response.getHeader('X-Request-Id')));
    const targets = new Map<string, Job[]>();
    for (const body of bodies) {
      const job = this.jobOf(request, body);
      if (job instanceof GatewayError) await lines.write(body.id, job);
      else append(targets, targetOf(body), job);
    }
    const chains = targets.values();
    const work = async (): Promise<void> => {
      for (const jobs of chains) await carryOut(jobs, caller, lines);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    lines.end();
  }

  /** What is wrong with an operation is in its own line. */
  private jobOf(request: ApiRequest, body: BatchOperation): Job | GatewayError {
    const resource = body.messageId === undefined ? 'channel' : 'message';
    try {
      const where = { place: body, subchannelId: body.subchannelId };
      const operation = this.operations.make(request, `${resource}.${body.verb}`, where, {
        ...(body.actorId !== undefined && { actorId: body.actorId }),
        options: body.options,
        ...(body.entries !== undefined && { entries: entriesOf(body.entries), byKey: false }),
        ...(body.keys !== undefined && { keys: [...new Set(body.keys)] }),
      });
      const { gateway } = this.gateways.line(body.connection);
      gateway.check(operation);
      return { id: body.id, operation, gateway };
    } catch (error) {
      if (error instanceof GatewayError) return error;
      throw error;
    }
  }
}

/** The operations on one target, one run after the other. */
async function carryOut(jobs: readonly Job[], caller: Caller, lines: Lines): Promise<void> {
  const [{ gateway } = { gateway: undefined }] = jobs;
  const ids = jobs.map(({ id }) => id).values();
  for (const run of gateway?.runs(jobs.map(({ operation }) => operation)) ?? []) {
    if (caller.signal.aborted) return;
    const answers = (await gateway?.executeRun(run, caller).catch(() => [])) ?? [];
    for (const answer of answers) await lines.write(ids.next().value ?? '', answer);
  }
}

function append(targets: Map<string, Job[]>, target: string, job: Job): void {
  const jobs = targets.get(target);
  if (jobs === undefined) targets.set(target, [job]);
  else jobs.push(job);
}

const targetOf = (body: BatchOperation): string =>
  JSON.stringify([
    body.connection,
    body.channelType,
    body.channelId,
    body.messageId,
    body.subchannelId,
  ]);
