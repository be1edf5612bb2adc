import { machineFacts } from '../src/cli/bench/facts.js'

/** A table in Markdown, to be put into docs/benchmarks.md as it is. */
export const markdownTable = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

/** What was measured, when and on what. */
export const heading = (title: string, how = 'one thread'): string => {
  const { cpu, cores, memoryGiB, platform, node } = machineFacts()
  const date = new Date().toISOString().slice(0, 10)
  return `### ${title}\n\n${date}, ${cpu} (${cores} cores, ${memoryGiB} GiB), ${platform}, Node ${node}, ${how}.\n`
}
