/** The picture of a report for README and docs: `node docs/.vitepress/shoot.mjs report.html docs/public/report.png`, with Debian's chromium. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report = 'report.html', picture = 'docs/public/report.png'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 740 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.locator('#verdict').waitFor();
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
}
