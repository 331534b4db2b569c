import type { QuotaReport } from '../../limiter';

/** One quota as callers and the console see it. */
export const describeQuota = (report: QuotaReport) => ({
  name: report.name,
  limit: report.limit,
  windowMs: report.windowMs,
  inFlight: report.inFlight,
  resting: report.resting,
  free: report.free,
  waiting: report.waiting,
  waitForecastMs: Math.ceil(report.waitForecastMs),
  worstWindow: report.worstWindow,
  coolingDownMs: Math.ceil(report.coolingDownMs),
});
