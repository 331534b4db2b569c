import type { Browser, Page } from 'playwright-core';

export interface VisitStart {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** What the reader has asked the system for. */
  readonly wants?: 'reduced motion' | 'forced colours';
}

/** A page of a browser profile of its own. */
export interface Visit {
  readonly page: Page;
  /** What the browser complained of: scripts' errors, refused by policy, addresses that are not there. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Chromium says this of every reply from 400 on, a problem that the page shows included. */
const REFUSED_CALL = /^Failed to load resource: the server responded with a status of [45]\d\d/;

export async function visit(
  browser: Browser,
  url: string,
  { width = 1_280, colorScheme = 'light', wants }: VisitStart = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    ...(wants === 'reduced motion' && { reducedMotion: 'reduce' }),
    ...(wants === 'forced colours' && { forcedColors: 'active' }),
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isCall = REFUSED_CALL.test(message.text()) && message.location().url.includes('/v1/');
    if (['error', 'warning'].includes(message.type()) && !isCall) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}
