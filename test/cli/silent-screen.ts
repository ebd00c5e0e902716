/** A screen that remembers what a command said. */
import type { Screen } from '../../src/cli/screen.ts';

export interface SilentScreen extends Screen {
  printed: string;
  told: string;
}

export function silentScreen(answer = false): SilentScreen {
  const screen: SilentScreen = {
    printed: '',
    told: '',
    print: (text) => {
      screen.printed += `${text}\n`;
    },
    tell: (text) => {
      screen.told += `${text}\n`;
    },
    isInteractive: false,
    confirm: async () => answer,
  };
  return screen;
}
