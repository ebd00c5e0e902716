/** The site of the documents: `npm ci --prefix docs && npx --prefix docs vitepress build docs` writes docs/.vitepress/dist; a dead link ends it. */
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';

const CAUSES = readdirSync(new URL('../causes/', import.meta.url))
  .map((name) => name.replace(/\.md$/, ''))
  .sort();
const items = (pages: Readonly<Record<string, string>>) => Object.entries(pages).map(([link, text]) => ({ text, link: `/${link}` }));

export default defineConfig({
  title: 'flaptrap',
  description: 'Catches the intermittent IPsec flap between two Cisco routers, and says why.',
  srcExclude: ['node_modules/**'],
  rewrites: { 'README.md': 'index.md', 'proven/README.md': 'proven/index.md' },
  // What leads out of docs/ is there in the repository alone.
  ignoreDeadLinks: [/^\.\.?\/(?:\.\.\/)?(?:src|test|bench|playbooks|README|CONTRIBUTING|CHANGELOG)/],
  vite: { plugins: [llms()] },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: items({ tutorial: 'Tutorial', 'how-to': 'By symptom', commands: 'Commands' }),
    sidebar: [
      { text: 'Learn', items: items({ tutorial: 'The first hour', 'invalid-spi': 'What an invalid SPI is' }) },
      {
        text: 'Do',
        items: items({
          'how-to': 'By symptom',
          serve: 'The page',
          notify: 'Being told',
          radar: 'Which tunnels flap',
          fleet: 'Thousands of tunnels',
          assistant: 'An assistant',
          audit: 'Who changed what',
          library: 'From another program',
          operate: 'To run it for days',
        }),
      },
      {
        text: 'Look up',
        items: items({
          commands: 'Commands',
          playbook: 'Playbooks',
          schema: 'Every key',
          lints: 'Lints',
          causes: 'Causes and facts',
          springs: 'Causes and traps',
          beliefs: 'Beliefs',
        }),
      },
      {
        text: 'Understand',
        items: items({ verdict: 'Reading a verdict', router: 'On a router', terminal: 'The terminal', proofs: 'Proofs and benches' }),
      },
      { text: 'Causes', collapsed: true, items: CAUSES.map((id) => ({ text: id, link: `/causes/${id}` })) },
      {
        text: 'Domain',
        collapsed: true,
        items: items({ 'domain/seed': 'The message', 'domain/ike': 'IKE and IPsec', 'domain/eem': 'EEM' }),
      },
    ],
  },
});
