// The results for people: on a terminal, and as Markdown.
import { servers } from './servers.mjs'

const columns = ['fastapi-durable', 'node-durable', 'fastapi', 'node', 'raw-push', 'mutool']
const title = (server) => servers[server].title

export function shown(value) {
  if (value === 0) return '0'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB')
  return `${Number(value.toPrecision(3))}`
}

function shownSpread({ median, min, max, rounds }) {
  return rounds > 1 && shown(min) !== shown(max) ? `${shown(median)} (${shown(min)} … ${shown(max)})` : shown(median)
}

const mark = (reached) => (reached ? 'reached' : '**missed**')

// "10.1 × Node, syncing (≥ 8: reached)"
export function shownGoal(goal, better) {
  const sign = better === 'more' ? '≥' : '≤'
  if (goal.atLeast !== undefined || goal.atMost !== undefined) {
    const bound = goal.atLeast !== undefined ? `≥ ${shown(goal.atLeast)}` : `≤ ${shown(goal.atMost)}`
    return goal.reached === undefined ? `${bound}: not measured` : `${bound}: ${mark(goal.reached)}`
  }
  const wanted = goal.times === undefined ? '' : `${sign} ${goal.times}: `
  if (goal.ratio === undefined) return wanted ? `${wanted}not measured` : ''
  const ratio = `${shown(goal.ratio)} × ${title(goal.best)}`
  return wanted ? `${ratio} (${wanted}${mark(goal.reached)})` : ratio
}

const shownGoals = (figure) => figure.goals.map((goal) => shownGoal(goal, figure.better)).filter((goal) => goal)
const withUnit = ({ title: name, unit }) => (unit ? `${name}, ${unit}` : name)

function faultLines({ faults }) {
  return faults.map(({ name, server, round, x, fault }) => {
    const where = x === undefined ? `round ${round}` : `at ${x.toLocaleString('en-GB')}`
    return `${name}, ${title(server)}, ${where}: ${fault}`
  })
}

export function goalsCounted({ figures }) {
  const judged = figures.flatMap(({ goals }) => goals).filter(({ reached }) => reached !== undefined)
  return { reached: judged.filter(({ reached }) => reached).length, of: judged.length }
}

export function terminalTable(results) {
  const lines = []
  for (const figure of results.figures) {
    lines.push(withUnit(figure))
    for (const [server, found] of Object.entries(figure.servers))
      lines.push(`    ${title(server).padEnd(28)}${shownSpread(found)}`)
    for (const goal of shownGoals(figure)) lines.push(`    → ${goal.replaceAll('*', '')}`)
  }
  for (const { title: name, x, y, series } of results.curves) {
    lines.push(`${name}, ${y}, over ${x}`)
    for (const { server, points } of series) {
      lines.push(
        `    ${title(server).padEnd(28)}${points.map(([at, value]) => `${shown(at)}: ${shown(value)}`).join('   ')}`,
      )
    }
  }
  if (results.faults.length) lines.push('what servers did wrong', ...faultLines(results).map((line) => `    ${line}`))
  const { reached, of } = goalsCounted(results)
  if (of) lines.push(`${reached} of ${of} goals reached`)
  return lines.join('\n')
}

function heading({ date, commit, dirty, machine, versions, rounds, quick, absent }) {
  const { cores, cpu, memory_bytes: memory, kernel, system, load } = machine
  const lines = [
    `${date.slice(0, 10)}, commit ${dirty ? `${commit} with changes` : commit};`,
    `${rounds === 1 ? 'one round' : `medians of ${rounds} rounds (smallest … largest)`}${quick ? ' of small loads' : ''}.`,
    `${cores} × ${cpu}, ${shown(memory / 2 ** 30)} GiB, Linux ${kernel}, ${system}; load when it began ${load}.`,
    `${Object.entries(versions)
      .map((one) => one.join(' '))
      .join(', ')}.`,
    ...absent.map((line) => `Left out: ${line}.`),
  ]
  return lines.join('\n')
}

export function markdownTable(results, picturesIn) {
  const present = columns.filter((column) => results.figures.some((figure) => figure.servers[column]))
  const row = (cells) => `| ${cells.join(' | ')} |`
  const lines = [heading(results), '']
  if (results.figures.length) {
    lines.push(
      row(['figure', 'ingestd', ...present.map(title), 'ratio, goal']),
      row(Array(present.length + 3).fill('--')),
    )
    for (const figure of results.figures) {
      const cells = [figure.ours, ...present].map((server) =>
        figure.servers[server] ? shownSpread(figure.servers[server]) : '',
      )
      lines.push(row([withUnit(figure), ...cells, shownGoals(figure).join('; ')]))
    }
    const { reached, of } = goalsCounted(results)
    lines.push('', `${reached} of ${of} goals reached.`)
  }
  if (results.faults.length)
    lines.push('', 'What servers did wrong:', '', ...faultLines(results).map((line) => `- ${line}`))
  if (results.curves.length) {
    lines.push('', 'Over their size, one run a point:', '')
    for (const { title: name, x, y, picture } of results.curves)
      lines.push(`![${name}, ${y}, over ${x}](${picturesIn}/${picture}.svg)`)
  }
  return lines.join('\n')
}

// `page` with what lies between the two markers replaced.
export function withTable(page, table) {
  const [begin, end] = ['<!-- bench:begin -->', '<!-- bench:end -->']
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no place for the table: ${begin} … ${end}`)
  return `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`
}
