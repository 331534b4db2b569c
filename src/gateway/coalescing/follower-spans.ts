import type { Span } from '../../core/trace';
import { traced } from '../traced';

/** The vendor calls of a party: whoever goes along has none of its own, and links to these. */
export class Company {
  private readonly calls: Span[] = [];

  /** The span of the one that leads, from now on with an eye on its vendor calls. */
  watch(span: Span | undefined): Span | undefined {
    if (span === undefined) return undefined;
    const { traceId, traceparent } = span;
    return {
      ...{ traceId, traceparent },
      startSpan: (step) => {
        const below = span.startSpan(step);
        if (step.kind === 'call') this.calls.push(below);
        return below;
      },
      updateName: (name) => {
        span.updateName(name);
      },
      addLink: (to) => {
        span.addLink(to);
      },
      end: (attributes, error) => {
        span.end(attributes, error);
      },
    };
  }

  /** Waits for the party as a step of the one that goes along. */
  along<T>(parent: Span | undefined, connection: string, joined: Promise<T>): Promise<T> {
    const step = () =>
      ({
        kind: 'wait',
        name: 'go along with another call',
        attributes: { 'gateway.connection': connection },
      }) as const;
    return traced(parent, step, (span) =>
      joined.finally(() => {
        if (span !== undefined) for (const call of this.calls) span.addLink(call);
      }),
    );
  }
}
