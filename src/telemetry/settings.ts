import { ConfigError } from '../config';

export const SERVICE_NAME = 'chat-metadata-gateway';

/** The environment of the process, as far as its names are known here. */
export type Variables = Readonly<Record<string, string | undefined>>;

export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
const EXPORTERS = ['otlp', 'none'] as const;
const SIGNALS = ['traces', 'metrics'] as const;

const ENDPOINTS = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  ...SIGNALS.map((signal) => `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`),
];

export type Protocol = (typeof PROTOCOLS)[number];
export type Signal = (typeof SIGNALS)[number];

/** How the signals are exported; a signal that is not exported has no protocol. */
export interface TelemetrySettings {
  readonly protocols: Readonly<Partial<Record<Signal, Protocol>>>;
  readonly sampler: (typeof SAMPLERS)[number];
  /** The share of new traces that the `traceidratio` samplers export, 0 to 1. */
  readonly samplingRatio: number;
}

/**
 * Reads the variables of the OpenTelemetry specification that decide what is exported. Endpoints, headers,
 * timeouts and certificates are read by the exporters themselves. An empty variable counts as unset.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 * @throws ConfigError with all variables whose value the gateway does not know
 */
export function readTelemetrySettings(env: Variables): TelemetrySettings {
  const faults: string[] = [];
  const choose = <T extends string>(names: readonly string[], known: readonly T[], unset: T): T => {
    const name = names.find((each) => isSet(env[each]));
    if (name === undefined) return unset;
    const value = known.find((each) => each === env[name]);
    if (value === undefined) faults.push(`${name}: must be one of ${known.join(', ')}`);
    return value ?? unset;
  };

  const exported = SIGNALS.map((signal) => {
    const variable = signal.toUpperCase();
    const exporter = choose([`OTEL_${variable}_EXPORTER`], EXPORTERS, 'otlp');
    const protocol = choose(
      [`OTEL_EXPORTER_OTLP_${variable}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
      PROTOCOLS,
      'http/protobuf',
    );
    const endpoints = [`OTEL_EXPORTER_OTLP_${variable}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT'];
    const isExported = exporter === 'otlp' && endpoints.some((name) => isSet(env[name]));
    return [signal, isExported ? protocol : undefined] as const;
  });
  for (const name of ENDPOINTS) {
    const endpoint = env[name];
    if (isSet(endpoint) && !isHttpUrl(endpoint))
      faults.push(`${name}: must be an http or https URL`);
  }
  const sampler = choose(['OTEL_TRACES_SAMPLER'], SAMPLERS, 'parentbased_always_on');
  const samplingRatio = isSet(env.OTEL_TRACES_SAMPLER_ARG)
    ? Number(env.OTEL_TRACES_SAMPLER_ARG)
    : 1;
  if (sampler.endsWith('traceidratio') && !(samplingRatio >= 0 && samplingRatio <= 1))
    faults.push('OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1');
  const isDisabled = env.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  if (faults.length > 0 && !isDisabled) throw new ConfigError([...new Set(faults)]);
  return {
    protocols: isDisabled ? {} : Object.fromEntries(exported),
    sampler,
    samplingRatio,
  };
}

const isHttpUrl = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';
