/** The text output of replies, for a person at a terminal. */
import type {
  CountersReply,
  EntriesReply,
  EntryReply,
  ExplanationReply,
  MessagesReply,
  QuotaReply,
  StepReply,
  SuspendedShareReply,
} from '../client';
import { formatCount, formatDuration, formatTable, escapeControls } from './format';

export function renderEntries({ entries, skipped }: EntriesReply): string {
  if (entries.length === 0) return `No entries.${describeSkipped(skipped)}`;
  const optional = OPTIONAL_COLUMNS.filter(([, cell]) =>
    entries.some((entry) => cell(entry) !== ''),
  );
  const table = formatTable(
    ['key', 'value', ...optional.map(([title]) => title)],
    entries.map((entry) => [
      entry.key,
      entry.values.length > 1 ? JSON.stringify(entry.values) : (entry.values[0] ?? ''),
      ...optional.map(([, cell]) => cell(entry)),
    ]),
  );
  return table + describeSkipped(skipped);
}

export const renderEntry = (entry: EntryReply): string => renderEntries({ entries: [entry] });

const describeSkipped = (keys: readonly string[] = []): string =>
  keys.length === 0 ? '' : `\nLeft out, because absent: ${keys.map(escapeControls).join(', ')}`;

/** The entries of each message under its id, or the problem that it has. */
export function renderMessages({ messages }: MessagesReply): string {
  return messages
    .map(({ messageId, entries = [], problem }) =>
      [
        escapeControls(messageId),
        problem === undefined
          ? renderEntries({ entries })
          : escapeControls(`${problem.status} ${problem.code}: ${problem.detail}`),
        '',
      ].join('\n'),
    )
    .join('\n')
    .trimEnd();
}

/** Columns that are shown if at least one entry has something in them. */
const OPTIONAL_COLUMNS: readonly (readonly [string, (entry: EntryReply) => string])[] = [
  ['updated', ({ updatedAt = '' }) => updatedAt],
  ['owner', ({ ownerId = '' }) => ownerId],
  ['goes with owner', ({ autoDelete }) => (autoDelete === true ? 'yes' : '')],
];

export function renderCounters({ counters, skipped }: CountersReply): string {
  if (counters.length === 0) return `No counters.${describeSkipped(skipped)}`;
  const table = formatTable(
    ['counter', 'value'],
    counters.map(({ key, value }) => [key, formatCount(value)]),
    true,
  );
  return table + describeSkipped(skipped);
}

export function renderExplanation({ steps, waitForecastMs, warnings }: ExplanationReply): string {
  return [
    ...steps.map(renderStep),
    waitForecastMs === null
      ? 'Would be refused: no token of its quotas may be used. Nothing was sent.'
      : `Would wait ${formatDuration(waitForecastMs)} for quota. Nothing was sent.`,
    ...warnings.map((warning) => `Warning: ${escapeControls(warning)}`),
  ].join('\n');
}

function renderStep(
  { method, url, headers, body, bodyEncoding, draws, dependsOnReply }: StepReply,
  index: number,
) {
  const tokens = draws.map(({ quota, tokens }) => `${tokens} of ${quota}`).join(', ') || 'nothing';
  return [
    `${index + 1}. ${method} ${escapeControls(url)}`,
    ...Object.entries(headers).map(([name, value]) => `   ${name}: ${escapeControls(value)}`),
    ...(body === undefined ? [] : [`   ${bodyEncoding ? 'Base64: ' : ''}${escapeControls(body)}`]),
    `   draws ${tokens}${dependsOnReply === true ? '; depends on the previous replies' : ''}`,
    '',
  ].join('\n');
}

/** The width of the bar that shows how much of a quota is taken. */
const BAR_WIDTH = 12;

type Row = readonly [connection: string, quota: QuotaReply];

/** A table of the quotas that have been used, and the number of the others. */
export function renderQuotas(rows: readonly Row[]): string {
  const used = rows.filter(([, { worstWindow, waiting, free, limit }]) => {
    return worstWindow > 0 || waiting > 0 || free < limit;
  });
  const unusedCount = rows.length - used.length;
  const suspended = rows.flatMap(([connection, { name, suspendedShares }]) =>
    suspendedShares.map((share) => renderSuspendedShare(connection, name, share)),
  );
  return [
    ...(used.length === 0 ? [] : [renderQuotaTable(used)]),
    ...(unusedCount === 0 ? [] : [`${formatCount(unusedCount)} more quotas have not been used.`]),
    ...suspended,
  ].join('\n');
}

const renderSuspendedShare = (
  connection: string,
  quota: string,
  { replica, tokens, endsInMs }: SuspendedShareReply,
): string =>
  `Suspended: ${formatCount(tokens)} of ${connection} ${quota} for the silent replica ${escapeControls(replica)}, for ${formatDuration(endsInMs)}.`;

const COLUMNS: readonly (readonly [string, (quota: QuotaReply) => string])[] = [
  ['quota', ({ name }) => name],
  ['limit', ({ limit, windowMs }) => `${formatCount(limit)} / ${formatDuration(windowMs)}`],
  ['taken', renderBar],
  ['free', ({ free }) => formatCount(free)],
  ['waiting', ({ waiting }) => formatCount(waiting)],
  [
    'wait',
    ({ waitForecastMs }) => (waitForecastMs === null ? 'unknown' : formatDuration(waitForecastMs)),
  ],
  ['worst', ({ worstWindow }) => formatCount(worstWindow)],
  ['in flight', ({ inFlight }) => formatCount(inFlight)],
  ['resting', ({ resting }) => formatCount(resting)],
  ['cooldown', ({ coolingDownMs }) => formatDuration(coolingDownMs)],
];

const renderQuotaTable = (rows: readonly Row[]): string =>
  formatTable(
    ['connection', ...COLUMNS.map(([title]) => title)],
    rows.map(([connection, quota]) => [connection, ...COLUMNS.map(([, cell]) => cell(quota))]),
    true,
  );

function renderBar({ limit, free }: QuotaReply): string {
  const share = (limit - free) / limit;
  const filled = Math.min(BAR_WIDTH, Math.max(0, Math.round(share * BAR_WIDTH)));
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}
