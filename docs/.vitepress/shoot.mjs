/** The picture of a report for README and docs, its verdict and its two lanes without what stands between them: `node docs/.vitepress/shoot.mjs report.html docs/pictures/report.png`, with Debian's chromium. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report = 'report.html', picture = 'docs/pictures/report.png'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.locator('#verdict').waitFor();
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('.told > .part, .facts, #timeline .note')) each.remove();
  });
  const { y, height } = await page.locator('#timeline').boundingBox();
  await page.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: 1200, height: Math.ceil(y + height) } });
} finally {
  await browser.close();
}
