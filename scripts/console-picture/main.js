// Takes the screenshot docs/console.png of a gateway with sandboxes after more than five minutes of calls.
// PICTURE_SECONDS and PICTURE_FILE change duration and file. Needs Chromium on the PATH or in CHROMIUM_PATH.
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { chromium } = require('playwright-core');
const { withTraffic } = require('./traffic');

const ROOT = join(__dirname, '..', '..');
const SECONDS = Number(process.env.PICTURE_SECONDS ?? 330);
const FILE = process.env.PICTURE_FILE ?? join(ROOT, 'docs', 'console.png');
/** CSS pixels of the page; with the scale below, the picture is 1,600 pixels wide. */
const SIZE = { width: 1280, height: 1330 };
const SCALE = 1.25;

/** @returns {Promise<string>} the address that the gateway prints at its start */
async function readUrl(gateway) {
  let output = '';
  for await (const text of gateway.stdout) {
    output += text;
    const [, url] = /(http:\S+)\/console/.exec(output) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The gateway exited: ${output}`);
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
    const url = await readUrl(gateway);
    await withTraffic(url, SECONDS, async () => {
      const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE });
      await page.goto(`${url}/console`);
      await page.locator('[data-quota]:not(.idle)').first().waitFor();
      await page.waitForTimeout(1_500);
      await page.screenshot({ path: FILE });
    });
  } finally {
    await browser.close();
    const exited = once(gateway, 'exit');
    gateway.kill();
    await exited;
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
