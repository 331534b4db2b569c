import type { Browser, Page } from 'playwright-core';

export interface VisitStart {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** A page of a browser profile of its own. */
export interface Visit {
  readonly page: Page;
  /** What the browser complained of: scripts' errors, refused by policy, addresses that are not there. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Chromium says this of every reply from 400 on, a problem that the page shows included. */
const REFUSED_CALL = /^Failed to load resource: the server responded with a status of 4\d\d/;

export async function visit(
  browser: Browser,
  url: string,
  { width = 1_280, colorScheme = 'light' }: VisitStart = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
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
