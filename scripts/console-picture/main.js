// Takes docs/console.png: the real page of a gateway with sandboxes under more than five minutes of calls.
// PICTURE_SECONDS and PICTURE_FILE make it another one. Needs Chromium, on the PATH or in CHROMIUM_PATH.
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { chromium } = require('playwright-core');
const { keepCalling } = require('./traffic');

const ROOT = join(__dirname, '..', '..');
const SECONDS = Number(process.env.PICTURE_SECONDS ?? 330);
const FILE = process.env.PICTURE_FILE ?? join(ROOT, 'docs', 'console.png');
/** Pixels of the page; the picture has a quarter more, and is 1,600 wide. */
const SIZE = { width: 1280, height: 1040 };
const SCALE = 1.25;

/** @returns {Promise<string>} the address that the gateway prints */
async function listening(gateway) {
  let said = '';
  for await (const text of gateway.stdout) {
    said += text;
    const [, url] = /(http:\S+)\/console/.exec(said) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The gateway has ended: ${said}`);
}

async function main() {
  const browser = await chromium.launch({
    executablePath:
      process.env.CHROMIUM_PATH ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim(),
    args: ['--no-sandbox', '--font-render-hinting=none'],
  });
  const gateway = spawn(process.execPath, [join(ROOT, 'dist/bin/main.js')], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await listening(gateway);
    await keepCalling(url, SECONDS, async () => {
      const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE });
      await page.goto(`${url}/console`);
      await page.locator('[data-quota]:not(.idle)').first().waitFor();
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: FILE });
    });
  } finally {
    await browser.close();
    const ended = once(gateway, 'exit');
    gateway.kill();
    await ended;
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
