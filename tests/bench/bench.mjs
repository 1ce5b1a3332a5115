// Measures ingestd and the peers in one session, and writes what came of it: a table on the terminal, results.json and
// pictures of the curves below --work; with --docs also into the documentation.
//   node bench.mjs --ingestd FILE --load FILE --work DIR [--fastapi DIR] [--node DIR] [--raw-push FILE] [--mutool FILE]
//                  [--corpus DIR]
//                  [--absent SENTENCE …] [--quick] [--large] [--rounds N] [--docs] [NAME …]
// The name `docs` alone measures nothing: it puts the last results into the documentation.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { curves } from './curves.mjs'
import { commit, isDirty, machine, versions } from './machine.mjs'
import { measurements } from './measurements.mjs'
import { plot } from './plot.mjs'
import { markdownTable, terminalTable, withTable } from './report.mjs'
import { evaluate } from './results.mjs'
import { chosen, plan, runAll } from './runner.mjs'
import { servers } from './servers.mjs'

const roundsUsual = 3
const page = new URL('../../docs/performance.md', import.meta.url)
const pictures = new URL('../../web/curves/', import.meta.url) // the README has docs/ uploaded, which reads no pictures of lines

function given() {
  const text = { type: 'string' }
  const flag = { type: 'boolean', default: false }
  const options = {
    ingestd: text,
    load: text,
    work: text,
    fastapi: text,
    node: text,
    'raw-push': text,
    mutool: text,
    corpus: text,
    absent: { type: 'string', multiple: true, default: [] },
    rounds: text,
    quick: flag,
    large: flag,
    docs: flag,
  }
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  if (values.docs && positionals.length > 0) throw new Error('--docs takes no names: it measures all figures')
  return { options: values, names: positionals }
}

function writePictures(results, folder) {
  mkdirSync(folder, { recursive: true })
  for (const { picture, title, x, base, y, series } of results.curves) {
    if (series.length === 0) continue
    const named = series.map(({ server, points }) => ({ name: servers[server].title, points }))
    writeFileSync(join(folder, `${picture}.svg`), plot({ title, x, base, y, series: named }))
  }
}

function writeDocs(results) {
  if (!results.whole || results.quick)
    throw new Error('the documentation keeps a whole run: ./dev bench --docs, without --quick and names of figures')
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), markdownTable(results, '../web/curves')))
  rmSync(pictures, { recursive: true, force: true })
  writePictures(results, pictures.pathname)
  console.log('the table is in docs/performance.md, the curves are in web/curves')
}

async function measure(options, names) {
  const entries = chosen([...measurements, ...curves], names)
  const rounds = Number(options.rounds ?? (options.quick ? 1 : roundsUsual))
  if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 on')
  const setting = { rounds, quick: options.quick, large: options.large, places: options }
  const about = {
    schema: 1,
    date: new Date().toISOString(),
    commit: commit(),
    dirty: isDirty(),
    machine: machine(),
    versions: versions(options),
    rounds,
    quick: options.quick,
    whole: names.length === 0,
    absent: options.absent,
  }
  const runs = await runAll(plan(entries, setting), setting, console.log)
  return { ...about, ...evaluate(entries, runs), runs }
}

async function main() {
  const { options, names } = given()
  const resultsFile = join(options.work, 'results.json')
  if (names.length === 1 && names[0] === 'docs') return writeDocs(JSON.parse(readFileSync(resultsFile, 'utf8')))
  const results = await measure(options, names)
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 1)}\n`)
  writePictures(results, join(options.work, 'curves'))
  console.log(`\n${terminalTable(results)}\n\nall of it is in ${resultsFile}`)
  if (options.docs) writeDocs(results)
  // A server of ours that answered wrongly is not fast.
  process.exitCode = results.faults.some(({ server }) => server.startsWith('ingestd')) ? 1 : 0
}

main().catch((error) => {
  console.error(`bench: ${error.message}`)
  process.exitCode = 2
})
