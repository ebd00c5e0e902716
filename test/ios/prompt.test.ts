/** Prompts as IOS prints and cuts them. */
import { expect, test } from 'vitest';
import { hostnameOf, isSubmode, parseExecPrompt, parsePrompt, printPrompt, promptPattern } from '../../src/ios/prompt.ts';

test('the sign tells the privilege, the parentheses the configuration mode', () => {
  expect(parsePrompt('hq>')).toMatchObject({ mode: 'user', base: 'hq', submode: undefined });
  expect(parsePrompt('hq#')).toMatchObject({ mode: 'privileged', base: 'hq' });
  expect(parsePrompt('hq(config-applet)#')).toMatchObject({ mode: 'config', base: 'hq', submode: 'config-applet' });
});

test('parentheses in a prompt seen right after the login belong to the name', () => {
  const prompt = parseExecPrompt('hq(dc1)#');
  expect(prompt).toMatchObject({ mode: 'privileged', base: 'hq(dc1)' });
  expect(hostnameOf(prompt)).toBeUndefined();
});

test('a prompt that ends in neither sign is custom', () => {
  expect(parseExecPrompt('dc1 hq %')).toMatchObject({ mode: 'custom', text: 'dc1 hq %' });
});

test('a long host name is cut at 20 characters in configuration mode, and the submode to 30 in all', () => {
  const prompt = printPrompt('a-very-long-host-name-of-hq', 'config', 'config-applet');
  expect(prompt).toBe('a-very-long-host-nam(config-)#');
  expect(prompt).toHaveLength(30);
  expect(isSubmode(parsePrompt(prompt), 'config-applet')).toBe(true);
  expect(isSubmode(parsePrompt('hq(config)#'), 'config-applet')).toBe(false);
});

test('the pattern of a device knows its own prompts in every mode, and not a line of output', () => {
  const pattern = promptPattern(parseExecPrompt('a-very-long-host-name-of-hq#'));
  for (const prompt of ['a-very-long-host-name-of-hq>', 'a-very-long-host-name-of-hq#', 'a-very-long-host-nam(config-if)#'])
    expect(prompt).toMatch(pattern);
  for (const line of ['branch#', 'interface a-very-long-host-name-of-hq#', '# comment']) expect(line).not.toMatch(pattern);
});
