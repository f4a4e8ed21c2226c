/** Ends a benchmark that takes no arguments where it was given any: with 0 for `--help`, else with 2. */
export function takeNoArguments(usage: string): void {
  const [first] = process.argv.slice(2);
  if (first === undefined) return;
  console.log(usage);
  process.exit(first === '--help' ? 0 : 2);
}
