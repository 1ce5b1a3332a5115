// Pages of long PDFs a second: `ingestd extract` (helper, walls and all) beside pdftotext and mutool, in turn.
//   node extract.mjs INGESTD CORPUS
// By the clock, and by processor time; the median of `rounds` is told.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [ingestd, corpus] = process.argv.slice(2)
const rounds = Number(process.env.ROUNDS ?? 5)
const pagesMin = 70

const documents = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8')).files
  .filter(({ file, metadata, tags }) => file.startsWith('pdf/') && metadata?.pages >= pagesMin && !tags.includes('ocr'))
  .map(({ file, metadata }) => ({ file: join(corpus, file), name: file.slice(4), pages: metadata.pages }))

// A language that is not there: the others do not read what is a picture either (a cover costs as much as 300 pages).
const programs = {
  ingestd: (file) => [ingestd, 'extract', '--ocr-language', 'none', file],
  pdftotext: (file) => ['pdftotext', file, '-'],
  mutool: (file) => ['mutool', 'draw', '-q', '-F', 'text', file],
}

// Bash tells the processor time of a program and of those that it started.
function measure(words) {
  const timed = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1'
  const script = `{ ${timed}; } 2>&1`
  const [clock, user, system] = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' }).trim().split(' ').map(Number)
  return { clock, processor: user + system }
}

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]

for (const { file, name, pages } of documents) {
  const taken = Object.fromEntries(Object.keys(programs).map((program) => [program, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [program, words] of Object.entries(programs)) taken[program].push(measure(words(file)))
  }
  const speed = (program, by) => pages / median(taken[program].map((time) => time[by]))
  console.log(`${name}, ${pages} pages`)
  for (const [by, title] of [['clock', 'pages/s'], ['processor', 'pages per processor second']]) {
    const [ours, ...theirs] = Object.keys(programs).map((program) => speed(program, by))
    const ratio = ours / Math.max(...theirs)
    const beside = Object.keys(programs).slice(1).map((program, i) => `${program} ${theirs[i].toFixed(0)}`)
    console.log(`  ${title}: ingestd ${ours.toFixed(0)}, ${beside.join(', ')}  ratio to the better ${ratio.toFixed(2)}`)
  }
}
