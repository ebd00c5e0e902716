/** A thread runs what was built, for Node makes no program of a source: the file beside the one that starts it, or, where that is a source, its like in dist. */

/** `startedBy`: the `import.meta.url` of whoever starts it. */
export function builtThread(name: string, startedBy: string): URL {
  const built = startedBy.endsWith('.ts') ? startedBy.replace(/\/src\/(?!.*\/src\/)/, '/dist/') : startedBy;
  return new URL(`./${name}.js`, built);
}
