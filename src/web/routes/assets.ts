/** The two files that every page uses: its look, and the small script that follows what happens. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { fileTrouble } from '../../file-trouble.ts';
import type { Asking } from '../gate.ts';

const ASSETS = { 'served.css': 'text/css; charset=utf-8', 'live.js': 'text/javascript; charset=utf-8' } as const;

/** They are read once, when the page is opened. */
export function addAssets(app: Hono<Asking>): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const text = loadAsset(name);
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
    app.get(`/assets/${name}`, (ask) => {
      const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
      if (ask.req.header('if-none-match') === etag) return ask.body(null, 304, headers);
      return ask.body(text, 200, { ...headers, 'Content-Type': type });
    });
  }
}

/** From src and from dist alike: three folders up. */
function loadAsset(name: string): string {
  const path = fileURLToPath(new URL(`../../../page/${name}`, import.meta.url));
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileTrouble('read a part of the page', path, error);
  }
}
