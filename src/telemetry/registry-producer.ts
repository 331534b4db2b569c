import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import { hrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type CollectionResult,
  type DataPoint,
  type HistogramMetricData,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type {
  MetricObjectWithValues,
  MetricValue,
  MetricValueWithName,
  Registry,
} from 'prom-client';

type PrometheusMetric = MetricObjectWithValues<MetricValue<string> | MetricValueWithName<string>>;
type PrometheusValue = MetricValue<string> | MetricValueWithName<string>;

/** Collects the metrics of a prom-client registry in the shape of OpenTelemetry, under the same names. */
export class RegistryProducer implements MetricProducer {
  private readonly startTime = hrTime();

  constructor(
    private readonly registry: Registry,
    private readonly resource: Resource,
  ) {}

  async collect(): Promise<CollectionResult> {
    const found = (await this.registry.getMetricsAsJSON()) as unknown as PrometheusMetric[];
    const times = { startTime: this.startTime, endTime: hrTime() };
    const metrics = found.flatMap((metric) => dataOf(metric, times) ?? []);
    const scopeMetrics = [{ scope: { name: 'prom-client' }, metrics }];
    return { resourceMetrics: { resource: this.resource, scopeMetrics }, errors: [] };
  }
}

interface Times {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** The metric, or undefined without values or for a summary, which OTLP accepts from older systems only. */
function dataOf(metric: PrometheusMetric, times: Times): MetricData | undefined {
  const { name, help, values } = metric;
  const type = String(metric.type);
  if (values.length === 0) return undefined;
  const descriptor = { name, description: help, unit: '', valueType: ValueType.DOUBLE };
  const base = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
  const points = (): DataPoint<number>[] =>
    values.map(({ labels, value }) => ({ ...times, attributes: labels, value }));
  if (type === 'counter')
    return { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() };
  if (type === 'gauge')
    return { ...base, dataPointType: DataPointType.GAUGE, dataPoints: points() };
  if (type !== 'histogram') return undefined;
  return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms(values, times) };
}

/** One data point for each set of labels: Prometheus's buckets are cumulative, those of OpenTelemetry are not. */
function histograms(
  values: readonly PrometheusValue[],
  times: Times,
): HistogramMetricData['dataPoints'] {
  const series = new Map<
    string,
    { readonly labels: Attributes; readonly values: PrometheusValue[] }
  >();
  for (const value of values) {
    const labels: Attributes = { ...value.labels };
    delete labels.le;
    const id = JSON.stringify(Object.entries(labels).sort());
    const known = series.get(id);
    if (known === undefined) series.set(id, { labels, values: [value] });
    else known.values.push(value);
  }
  return [...series.values()].map(({ labels, values: own }) => {
    const withSuffix = (suffix: string) =>
      own.filter((value) => 'metricName' in value && value.metricName.endsWith(suffix));
    const buckets = withSuffix('_bucket')
      .map(({ labels: { le }, value }) => ({ le: le === '+Inf' ? Infinity : Number(le), value }))
      .sort((one, other) => one.le - other.le);
    const counts = buckets.map(({ value }, index) => value - (buckets[index - 1]?.value ?? 0));
    const boundaries = buckets.map(({ le }) => le).filter(Number.isFinite);
    return {
      ...times,
      attributes: labels,
      value: {
        buckets: { boundaries, counts },
        count: withSuffix('_count')[0]?.value ?? 0,
        sum: withSuffix('_sum')[0]?.value ?? 0,
      },
    };
  });
}
