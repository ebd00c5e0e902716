/** A shell's completion is a script of data alone: no process of ours runs while somebody types. */
import type { DescribedCommand, DescribedOption } from './describe.ts';

export const SHELLS = { bash: printBash, fish: printFish, zsh: printZsh } as const;

/** In single quotes, as all three shells take it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function printBash(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const valued = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takes }) => takes !== undefined)
      .map(({ flags, values }) => `    ${flags.map((flag) => quote(`${name} ${flag}`)).join('|')}) words=${quote(values.join(' '))} ;;`),
  );
  const typed = commands.flatMap(({ name, options, values }) => [
    `    ${name})`,
    `      if [[ $cur == -* ]]; then words=${quote(options.flatMap(({ flags }) => flags).join(' '))}; else words=${quote(values.join(' '))}; fi ;;`,
  ]);
  return `# flaptrap's completion for bash: source <(flaptrap completion bash)
_flaptrap() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} named= words= i
  # --format=json comes as three words.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then named=\${COMP_WORDS[i]}; break; fi
  done
  COMPREPLY=()
  case "$named $prev" in
${valued.join('\n')}
    *)
      case $named in
    '') words=${quote(`${names} --help --version`)} ;;
${typed.join('\n')}
      esac ;;
  esac
  [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
# Where there are no words, files are completed.
complete -o bashdefault -o default -F _flaptrap flaptrap
`;
}

function printZsh(commands: readonly DescribedCommand[]): string {
  const described = commands.map(({ name, description }) => `    ${quote(`${name}:${description.replaceAll(':', '\\:')}`)}`);
  const cases = commands.map(
    ({ name, options, values, takesAny }) =>
      `    ${name})\n      _arguments -s ${[...options.map(zshOption), ...(takesAny ? [zshArgument(values)] : [])].join(' \\\n        ')} ;;`,
  );
  return `#compdef flaptrap
# flaptrap's completion for zsh: flaptrap completion zsh > "\${fpath[1]}/_flaptrap"
_flaptrap() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local named=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $named in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _flaptrap ]]; then _flaptrap "$@"; else compdef _flaptrap flaptrap; fi
`;
}

function zshOption({ flags, description, takes, values }: DescribedOption): string {
  const said = description.replace(/[[\]:\\]/g, '\\$&');
  const taken = takes === undefined ? '' : `:${takes}:${values.length === 0 ? '_files' : `(${values.join(' ')})`}`;
  return flags.map((flag) => quote(`${flag}${takes === undefined || !flag.startsWith('--') ? '' : '='}[${said}]${taken}`)).join(' ');
}

function zshArgument(values: readonly string[]): string {
  return quote(values.length === 0 ? '*:file:_files' : `*:value:(${values.join(' ')})`);
}

function printFish(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options, values }) => [
    `complete -c flaptrap -f -n __fish_use_subcommand -a ${name} -d ${fishQuote(description)}`,
    ...options.map((option) => fishOption(name, option)),
    ...(values.length === 0 ? [] : [`complete -c flaptrap -f ${fishSeen(name)} -a ${fishQuote(values.join(' '))}`]),
  ]);
  return ["# flaptrap's completion for fish: flaptrap completion fish > ~/.config/fish/completions/flaptrap.fish", ...lines, ''].join('\n');
}

function fishOption(name: string, { flags, description, takes, values }: DescribedOption): string {
  const named = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  const taken = values.length > 0 ? ` -x -a ${fishQuote(values.join(' '))}` : ' -r -F';
  return `complete -c flaptrap ${fishSeen(name)} ${named}${takes === undefined ? '' : taken} -d ${fishQuote(description)}`;
}

function fishSeen(name: string): string {
  return `-n '__fish_seen_subcommand_from ${name}'`;
}

/** Inside fish's single quotes a backslash escapes. */
function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
