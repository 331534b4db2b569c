import { ConfigError } from '../config';
import { readTelemetrySettings } from './settings';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

it('exports nothing without an endpoint, when disabled, or with the exporter none', () => {
  const off = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' };
  for (const env of [{}, { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }, { ...ENDPOINT, ...off }]) {
    const { protocols } = readTelemetrySettings(env);
    expect([protocols.traces, protocols.metrics]).toEqual([undefined, undefined]);
  }
});

it('exports both signals as protobuf by default; the variables of a signal win', () => {
  expect(readTelemetrySettings(ENDPOINT)).toEqual({
    protocols: { traces: 'http/protobuf', metrics: 'http/protobuf' },
    sampler: 'parentbased_always_on',
    samplingRatio: 1,
  });
  const { protocols } = readTelemetrySettings({
    ...ENDPOINT,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
  });
  expect(protocols).toEqual({ traces: 'http/json', metrics: 'http/protobuf' });
});

it('exports one signal where only it has an endpoint', () => {
  const { protocols } = readTelemetrySettings({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces',
    OTEL_METRICS_EXPORTER: '',
  });
  expect([protocols.traces, protocols.metrics]).toEqual(['http/protobuf', undefined]);
});

it.each([
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /OTEL_EXPORTER_OTLP_PROTOCOL: must be one of http/],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    /OTLP_ENDPOINT: must be an http or https URL/,
  ],
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER: must be one of otlp, none/],
  [{ OTEL_TRACES_SAMPLER: 'sometimes' }, /OTEL_TRACES_SAMPLER: must be one of always_on/],
  [
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '20%' },
    /OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1/,
  ],
])('rejects %j', (variables, message) => {
  expect(() => readTelemetrySettings(variables)).toThrow(ConfigError);
  expect(() => readTelemetrySettings(variables)).toThrow(message);
});
