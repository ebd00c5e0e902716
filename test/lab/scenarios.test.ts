/** The injected causes, as both routers log them: only what each one's debugs and condition let through. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { startTestLab } from './lab-login.ts';

let lab: Lab | undefined;

afterEach(() => lab?.close());

async function tell(scenario: 'delete-lost' | 'rekey-race', seconds: number): Promise<{ a: string; b: string }> {
  const started = await startTestLab({ speed: 600 });
  lab = started;
  for (const side of ['a', 'b'] as const) {
    const { router } = started[side];
    router.log.resize(1_000_000, 7);
    router.debugs.add('crypto isakmp').add('crypto ipsec');
    router.conditions.add(started[side === 'a' ? 'b' : 'a'].router.spec.address);
  }
  started.play(scenario, 'b', 0);
  await started.clock.sleep(seconds * 1000);
  return { a: started.a.router.log.show(), b: started.b.router.log.show() };
}

const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;

describe('delete-lost', () => {
  it('is logged once a minute by the receiver, for the SPI whose DELETE never reached the sender', async () => {
    const { a, b } = await tell('delete-lost', 160);
    const spis = [...b.matchAll(/RECVD_PKT_INV_SPI: .*spi=(0x[0-9A-F]+)/g)].map((match) => match[1]);
    expect(spis.length).toBe(3);
    expect(new Set(spis).size).toBe(1);
    expect(b).toContain('IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
    expect(a).not.toContain('processing DELETE payload');
    expect(a).not.toContain('RECVD_PKT_INV_SPI');
  });
});

describe('rekey-race', () => {
  it('is logged once, just before the receiver creates that very SA', async () => {
    const { b } = await tell('rekey-race', 160);
    const lines = b.split('\n');
    const logged = lines.findIndex((line) => line.includes('RECVD_PKT_INV_SPI'));
    const spi = /spi=(0x[0-9A-F]+)/.exec(lines[logged] ?? '')?.[1] ?? 'none';
    const created = lines.findIndex((line, index) => index > logged && line.includes(`sa_spi= ${spi}`));
    expect(count(b, /RECVD_PKT_INV_SPI/g)).toBe(1);
    expect(logged).toBeGreaterThan(0);
    expect(created).toBeGreaterThan(logged);
  });
});

it('a condition for another peer keeps the log silent', async () => {
  const started = await startTestLab({ speed: 600 });
  lab = started;
  started.a.router.debugs.add('crypto isakmp');
  started.a.router.conditions.add('203.0.113.9');
  started.play('delete-lost', 'b', 0);
  await started.clock.sleep(30_000);
  expect(started.a.router.log.show()).not.toContain('ISAKMP');
});

it('the same seed tells the same SPIs', async () => {
  const one = await tell('rekey-race', 60);
  await lab?.close();
  const two = await tell('rekey-race', 60);
  const spisOf = (text: string): string[] => text.match(/sa_spi= 0x[0-9A-F]+/g) ?? [];
  expect(spisOf(one.b)).toEqual(spisOf(two.b));
  expect(spisOf(one.b).length).toBeGreaterThan(0);
});
