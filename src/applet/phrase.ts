/** A phrase is an argument that may take several words: `vrf name RED`, `interface regexp .*Ethernet.*`, `name FastEthernet 0/0`, `field ipv4 ttl`. [C] the device's own list of detectors */
import { type Kind, printWord, WORD } from './kind.ts';

/** `all`, `default`, `name RED`; old releases take the name alone. */
export const VRF: Kind<string> = leadingPhrase('name', 'all, default, or `name` and a pattern', (argument) => argument);

/** `GigabitEthernet0/1`, also typed with a blank before its number, or `regexp` and a pattern. */
export const INTERFACE: Kind<string> = {
  ...leadingPhrase('regexp', 'an interface, or `regexp` and a pattern', (argument) => argument.replace(SPACED_INTERFACE, '$<type>')),
  goesOn: (first, next) => first === 'regexp' || (/^[A-Za-z-]+$/.test(first) && /^\d/.test(next)),
};

/** `FastEthernet 0/0`: the configuration shows it without the blank. */
const SPACED_INTERFACE = /^(?<type>[A-Za-z-]+) (?=\d)/;

function leadingPhrase(lead: string, expects: string, tidy: (argument: string) => string): Kind<string> {
  return {
    expects,
    role: 'text',
    goesOn: (first) => first === lead,
    parse: (argument) => (argument === lead ? undefined : tidy(argument)),
    print: (value) => (value.startsWith(`${lead} `) ? `${lead} ${printWord(value.slice(lead.length + 1))}` : printWord(value)),
  };
}

/** Goes on up to the next word that the statement knows: a field of Flexible NetFlow has a name of several words, `ipv4 source address`. [C] match ipv4, match transport */
export function upTo(...words: readonly string[]): Kind<string> {
  return {
    ...WORD,
    goesOn: (_before, next) => !words.includes(next),
    print: (value) => value.split(' ').map(printWord).join(' '),
  };
}
