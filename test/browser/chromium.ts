import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws Error with one line that says what to install, where there is no Chromium */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: QUIET });
}

function findChromium(): string {
  const named = process.env.CHROMIUM_PATH ?? '';
  if (named !== '') return named;
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error(
      'These tests need Chromium: `apt-get install chromium`, or set CHROMIUM_PATH to one.',
    );
  }
}
