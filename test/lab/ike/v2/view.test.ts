/** What show commands, the event trace and debug conditions say of IKEv2. */
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../../src/lab/device/session.ts';
import { renew } from '../../../../src/lab/ike/moves.ts';
import { tellWired, type WiredStory } from './wire.ts';

let story: WiredStory;

afterEach(() => story.lab.close());

const XE = { a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios-xe', offsetMs: 0 } } as const;

async function ask(command: string, side: 'a' | 'b' = 'a'): Promise<string> {
  const session = Session.open(story.lab[side].router, 'ops', { privilege: 15 });
  if (session === undefined) throw new Error('no terminal line');
  session.pageLines = 0;
  const text = await session.execute(command);
  session.close();
  return text;
}

describe('the IKE SA', () => {
  it('is shown with SPIs and message ids that are swapped at the other end', async () => {
    story = await tellWired();
    renew(story.a);
    await story.lab.clock.advance(1000);
    const [a, b] = [await ask('show crypto ikev2 sa detailed'), await ask('show crypto ikev2 sa detailed', 'b')];
    const [, local, remote] = /Local spi: (\S+) +Remote spi: (\S+)/.exec(a) ?? [];
    expect(b).toContain(`Local spi: ${remote}       Remote spi: ${local}`);
    const [, own, peers] = /Local req msg id: +(\d+) +Remote req msg id: +(\d+)/.exec(a) ?? [];
    expect(b).toMatch(new RegExp(`Local req msg id: +${peers} +Remote req msg id: +${own} `));
    expect([a, b].map((text) => /Initiator of SA : (\S+)/.exec(text)?.[1]).sort()).toEqual(['No', 'Yes']);
    expect(a).toContain('READY');
  });

  it('is not shown as one of IKEv1', async () => {
    story = await tellWired();
    expect(await ask('show crypto isakmp sa')).not.toContain('192.0.2.1');
    expect(await ask('show crypto session detail')).toMatch(
      /Session ID: 1 +\n {2}IKEv2 SA: local 192\.0\.2\.1\/500 remote 198\.51\.100\.1\/500 Active/,
    );
  });

  it('has its child SA in the session, by both SPIs', async () => {
    story = await tellWired();
    const { inbound = 0, outbound = 0 } = story.a.child ?? {};
    const hex = (spi: number): string => `0x${spi.toString(16).toUpperCase()}`;
    expect(await ask('show crypto ikev2 session detailed')).toContain(`ESP spi in/out: ${hex(inbound)}/${hex(outbound)}`);
  });

  it('is cleared by command, at both ends', async () => {
    story = await tellWired();
    for (const end of [story.a, story.b]) end.traits.isTalkative = false;
    await ask('clear crypto ikev2 sa');
    await story.lab.clock.advance(1000);
    expect(story.b.ikeSas).toEqual([]);
    expect(await ask('show crypto session')).toContain('Session status: DOWN');
  });
});

describe('the event trace of IKEv2', () => {
  it('holds exchanges and deletes without any debug, with the role in the exchange', async () => {
    story = await tellWired(XE);
    story.lab.a.router.traces.ikev2.isEnabled = true;
    story.lab.a.router.debugs.clear();
    renew(story.b);
    await story.lab.clock.advance(10_000);
    const trace = await ask('show monitor event-trace crypto ikev2 event all');
    expect(trace).toMatch(
      /SA ID:1 SESSION ID:1 Remote: 198\.51\.100\.1\/500 Local: 192\.0\.2\.1\/500 {2}\(R\) Received IKEv2 CREATE_CHILD_SA Exchange REQUEST/,
    );
    expect(trace).toContain('(R) IKEv2 INFORMATIONAL Exchange Contains: DELETE');
    expect(trace).toMatch(/Processing DELETE INFO message for IPsec SA \[SPI: 0x[0-9A-F]+\]/);
  });
});

describe('the debug of IKEv2', () => {
  it('is switched by its own command, and obeys the condition', async () => {
    story = await tellWired();
    const { router } = story.lab.a;
    router.debugs.clear();
    expect(await ask('debug crypto ikev2')).toBe('IKEv2 default debugging is on');
    router.conditions.clear();
    router.conditions.add('203.0.113.9');
    renew(story.a);
    await story.lab.clock.advance(1000);
    expect(story.lines('a').join('\n')).not.toContain('IKEv2:');
    expect(story.lines('b').join('\n')).toContain('IKEv2:');
  });
});
