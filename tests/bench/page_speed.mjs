// PDFs read by mutool, one process a file: what a page takes where nothing is done with its text.
import { execFileSync } from 'node:child_process'

// { figures: { pagesPerProcessorSecond } }
export function measureMutool({ files, pages }) {
  const script = 'TIMEFORMAT="%U %S"; time for file in "$@"; do mutool draw -q -F text "$file" >/dev/null 2>&1; done'
  const told = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`, 'bash', ...files], { encoding: 'utf8' })
  const processor = told
    .trim()
    .split(' ')
    .reduce((sum, part) => sum + Number(part), 0)
  return { figures: { pagesPerProcessorSecond: pages / processor }, fault: '' }
}
