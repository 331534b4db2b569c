import type { CounterReply, EntryReply, ExplanationReply, QuotaReply, StepReply } from '../client';
import { count, duration, table, visible } from './words';

export function entriesView({ entries }: { readonly entries: readonly EntryReply[] }): string {
  if (entries.length === 0) return 'No entries.';
  const isDated = entries.some(({ updatedAt }) => updatedAt !== undefined);
  return table(
    ['key', 'value', ...(isDated ? ['updated'] : [])],
    entries.map(({ key, values, updatedAt = '' }) => [
      key,
      values.length > 1 ? JSON.stringify(values) : (values[0] ?? ''),
      updatedAt,
    ]),
  );
}

export function countersView({ counters }: { readonly counters: readonly CounterReply[] }): string {
  if (counters.length === 0) return 'No counters.';
  return table(
    ['counter', 'value'],
    counters.map(({ key, value }) => [key, count(value)]),
    true,
  );
}

export function explanationView({ steps, waitForecastMs, warnings }: ExplanationReply): string {
  return [
    ...steps.map(stepView),
    `Would wait ${duration(waitForecastMs)} for quota. Nothing was sent.`,
    ...warnings.map((warning) => `Warning: ${visible(warning)}`),
  ].join('\n');
}

function stepView({ method, url, headers, body, draws, dependsOnReply }: StepReply, index: number) {
  const spent = draws.map(({ quota, tokens }) => `${tokens} of ${quota}`).join(', ') || 'nothing';
  return [
    `${index + 1}. ${method} ${visible(url)}`,
    ...Object.entries(headers).map(([name, value]) => `   ${name}: ${visible(value)}`),
    ...(body === undefined ? [] : [`   ${visible(body)}`]),
    `   draws ${spent}${dependsOnReply === true ? '; depends on the replies before' : ''}`,
    '',
  ].join('\n');
}

/** How full a quota is, in so many characters. */
const BAR = 12;

/** The quotas of a connection that have been used; of those at rest, how many. */
export function quotasView(quotas: readonly (readonly [connection: string, QuotaReply])[]): string {
  const used = quotas.filter(([, { worstWindow, waiting, free, limit }]) => {
    return worstWindow > 0 || waiting > 0 || free < limit;
  });
  const idle = quotas.length - used.length;
  const rest = idle === 0 ? [] : [`${count(idle)} more quotas have not been used.`];
  return [...(used.length === 0 ? [] : [usedView(used)]), ...rest].join('\n');
}

const COLUMNS: readonly (readonly [string, (quota: QuotaReply) => string])[] = [
  ['quota', ({ name }) => name],
  ['limit', ({ limit, windowMs }) => `${count(limit)} / ${duration(windowMs)}`],
  ['taken', barOf],
  ['free', ({ free }) => count(free)],
  ['waiting', ({ waiting }) => count(waiting)],
  ['wait', ({ waitForecastMs }) => duration(waitForecastMs)],
  ['worst', ({ worstWindow }) => count(worstWindow)],
  ['in flight', ({ inFlight }) => count(inFlight)],
  ['resting', ({ resting }) => count(resting)],
  ['pause', ({ coolingDownMs }) => duration(coolingDownMs)],
];

const usedView = (quotas: readonly (readonly [connection: string, QuotaReply])[]): string =>
  table(
    ['connection', ...COLUMNS.map(([title]) => title)],
    quotas.map(([connection, quota]) => [connection, ...COLUMNS.map(([, say]) => say(quota))]),
    true,
  );

function barOf({ limit, free }: QuotaReply): string {
  const taken = Math.min(BAR, Math.max(0, Math.round(((limit - free) / limit) * BAR)));
  return '█'.repeat(taken) + '░'.repeat(BAR - taken);
}
