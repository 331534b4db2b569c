import type { Browser, Page } from 'playwright-core';

export interface VisitStart {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** A setting of the operating system. */
  readonly systemSetting?: 'reduced motion' | 'forced colours';
}

/** A page in a new browser profile. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the browser: failed scripts, policy violations, missing files. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Chromium logs this for every reply with a status from 400 on, including problems that the page shows. */
const FAILED_REPLY = /^Failed to load resource: the server responded with a status of [45]\d\d/;

const viewportOf = ({ width = 1_280 }: VisitStart) => ({ width, height: 900 });
const mediaOf = ({ colorScheme = 'light', systemSetting }: VisitStart) => ({
  colorScheme,
  reducedMotion:
    systemSetting === 'reduced motion' ? ('reduce' as const) : ('no-preference' as const),
  forcedColors: systemSetting === 'forced colours' ? ('active' as const) : ('none' as const),
});

/** Changes the width and the settings of an open page, and waits until it is drawn. */
export async function changeTo(page: Page, start: VisitStart): Promise<void> {
  await page.setViewportSize(viewportOf(start));
  await page.emulateMedia(mediaOf(start));
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
}

export async function visit(browser: Browser, url: string, start: VisitStart = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: viewportOf(start), ...mediaOf(start) });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const isApiReply = FAILED_REPLY.test(message.text()) && message.location().url.includes('/v1/');
    if (['error', 'warning'].includes(message.type()) && !isApiReply) errors.push(message.text());
  });
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}
