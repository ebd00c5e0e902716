/** Words of a banner are nobody's answer: whatever it looks like, each command gets what the router says to it, and nothing of what stood before. */
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { bannerMessage, sendRaw } from '../../src/lab/faults/means/hostility.ts';
import { startTestLab, targetOfLab } from '../lab/lab-login.ts';
import { ScriptedRouter } from './scripted-router.ts';

const REFUSAL = "               ^\n% Invalid input detected at '^' marker.\n";
const HOSTILE: Record<string, string> = {
  'a refusal': `\n${REFUSAL}\n`,
  'a refusal that has no end of line': `\n${REFUSAL}% Authorization failed.`,
  'what an error looks like': '\nError: Could not open file\n%Error opening flash:x (No such file or directory)\n% Incomplete command.\n',
  'the very prompt': '\nhq#\nhq#show clock\n*04:20:11.123 UTC Tue Nov 24 2026\nhq#',
  'the prompt of configuration': '\nhq(config)#\nhq(config-applet)#event none\nhq(config)# end\n',
  'marks of the prompt at the end of each line': `\n${'#'.repeat(60)}\n##   AUTHORISED USERS ONLY    #\n##   all that is typed is kept >\n${'#'.repeat(60)}\n`,
  'a prompt of another router': '\nbranch>\nbranch>enable\nPassword: \nbranch#\n',
  'the pager': '\nfirst page\n --More-- \nsecond page\n --More-- ',
  'a password question': '\nUser Access Verification\n\nUsername: \nPassword: ',
  'a question': '\nDelete filename [flaptrap.txt]? \nProceed with reload? [confirm]',
  '10 kB of lines': `\n${Array.from({ length: 160 }, (_, at) => `${at} unauthorised access to hq# is % Invalid input, ${'x'.repeat(20)}#`).join('\n')}\n`,
  '10 kB in one line': `\n${'% Invalid input hq# '.repeat(500)}\n`,
  'control characters': '\n\x07\x1b[2J\x1b[1;31mhq#\x1b[0m\x08\x08\x08\x00\x0c\x1b]0;hq#\x07\r\r\n\x9b31m% Invalid input\x7f\x03\x1a\n',
  'control characters before the prompt, without a line end': '\n\x1b[31mWelcome\x1b[0m\x07\x00',
};

for (const [what, banner] of Object.entries(HOSTILE))
  test(`a banner with ${what} is no answer`, { timeout: 30_000 }, async () => {
    const lab = await startTestLab({ a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, banner } });
    onTestFinished(() => lab.close());
    await using cli = await connect(targetOfLab(lab, 'a'));
    expect(cli.hostname).toBe('hq');
    expect(await cli.exec('show clock')).toMatch(/^[*.]?\d\d:\d\d:\d\d\.\d{3} .*\n$/);
    expect(await cli.exec('show running-config | include ^hostname')).toBe('hostname hq\n');
    expect(await cli.tryExec('show nonsense')).toMatchObject({ ok: false });
    const answers = await cli.configure([
      'event manager applet PROBE',
      ' event none',
      ' action 010 puts "x"',
      'no event manager applet PROBE',
    ]);
    expect(answers.map(({ answer }) => answer.trim())).toEqual(['', '', '', '']);
    expect(await cli.exec('show clock')).toMatch(/^[*.]?\d\d:\d\d:\d\d\.\d{3} .*\n$/);
  });

test('words before the login and behind it are no answer either', async () => {
  await using router = await ScriptedRouter.start({
    banner: `\r\n${REFUSAL.replaceAll('\n', '\r\n')}hq#`,
    authenticate: (context, client) => {
      if (context.method === 'none')
        for (const words of [REFUSAL, 'hq#', '\x1b[2J% Authorization failed.\n']) sendRaw(client, bannerMessage(words));
      if (context.method === 'password') context.accept();
      else context.reject(['password']);
    },
    commands: { 'show clock': '*04:20:11.123 UTC Tue Nov 24 2026\r\n' },
  });
  await using cli = await connect(router.target());
  expect(cli.hostname).toBe('hq');
  expect(await cli.exec('show clock')).toBe('*04:20:11.123 UTC Tue Nov 24 2026\n');
});
