/** A shell's completion is a script of data alone: no process of ours runs while somebody types. */
import type { DescribedCommand, DescribedOption } from './describe.ts';

export const SHELLS = { bash: printBash, fish: printFish, zsh: printZsh } as const;

/** In single quotes, as all three shells take it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** With `eem` also `eem run`, by the words that are typed for it. */
function withNested(commands: readonly DescribedCommand[]): DescribedCommand[] {
  return commands.flatMap((each) => [each, ...each.commands.map((below) => ({ ...below, name: `${each.name} ${below.name}` }))]);
}

function printBash(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const all = withNested(commands);
  const nesting = commands.filter((each) => each.commands.length > 0).map(({ name }) => name);
  const valued = all.flatMap(({ name, options }) =>
    options
      .filter(({ takes }) => takes !== undefined)
      .map(({ flags, values }) => `    ${flags.map((flag) => quote(`${name} ${flag}`)).join('|')}) words=${quote(values.join(' '))} ;;`),
  );
  const typed = all.flatMap(({ name, options, values }) => [
    `    ${quote(name)})`,
    `      if [[ $cur == -* ]]; then words=${quote(options.flatMap(({ flags }) => flags).join(' '))}; else words=${quote(values.join(' '))}; fi ;;`,
  ]);
  return `# flaptrap's completion for bash: source <(flaptrap completion bash)
_flaptrap() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} named= words= i
  # --format=json comes as three words.
  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} != -* ]] || continue
    named=\${named:+$named }\${COMP_WORDS[i]}
    case $named in ${nesting.length === 0 ? "''" : nesting.join('|')}) ;; *) break ;; esac
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
  const cases = commands.map(zshCase);
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

function zshCase({ name, options, values, takesAny, commands }: DescribedCommand): string {
  const own = `_arguments -s ${[...options.map(zshOption), ...(takesAny ? [zshArgument(values)] : [])].join(' \\\n        ')}`;
  if (commands.length === 0) return `    ${name})\n      ${own} ;;`;
  return `    ${name})
      if (( CURRENT == 2 )); then
        ${own}
        return
      fi
      named=\${words[2]}
      shift words
      (( CURRENT-- ))
      case $named in
${commands.map(zshCase).join('\n')}
      esac ;;`;
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
  const lines = commands.flatMap((command) => [
    `complete -c flaptrap -f -n __fish_use_subcommand -a ${command.name} -d ${fishQuote(command.description)}`,
    ...fishLines(command, fishSeen(command)),
    ...command.commands.flatMap((below) => fishLines(below, fishSeen(command, below))),
  ]);
  return ["# flaptrap's completion for fish: flaptrap completion fish > ~/.config/fish/completions/flaptrap.fish", ...lines, ''].join('\n');
}

function fishLines({ options, values }: DescribedCommand, seen: string): string[] {
  const words = values.length === 0 ? [] : [`complete -c flaptrap -f ${seen} -a ${fishQuote(values.join(' '))}`];
  return [...options.map((option) => fishOption(seen, option)), ...words];
}

function fishOption(seen: string, { flags, description, takes, values }: DescribedOption): string {
  const named = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  const taken = values.length > 0 ? ` -x -a ${fishQuote(values.join(' '))}` : ' -r -F';
  return `complete -c flaptrap ${seen} ${named}${takes === undefined ? '' : taken} -d ${fishQuote(description)}`;
}

/** A command that others stand below is no longer typed for once one of them is. */
function fishSeen({ name, commands }: DescribedCommand, below?: DescribedCommand): string {
  const inner = commands.map((each) => each.name).join(' ');
  const further =
    below !== undefined
      ? `; and __fish_seen_subcommand_from ${below.name}`
      : inner === ''
        ? ''
        : `; and not __fish_seen_subcommand_from ${inner}`;
  return `-n '__fish_seen_subcommand_from ${name}${further}'`;
}

/** Inside fish's single quotes a backslash escapes. */
function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
