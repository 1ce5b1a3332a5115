// What the runs add up to: figures with their ratios and goals, points of curves, faults. Plain data, for JSON.
import { judge, spread } from './statistics.mjs'

// What a figure is in a run; nothing where the run has none, or the figure has no value.
function valueOf(figure, { figures }) {
  if (!figures) return undefined
  const value = figure.of(figures)
  return Number.isFinite(value) ? value : undefined
}

function spreads(figure, servers, runs) {
  const found = {}
  for (const server of servers) {
    const values = runs
      .filter((run) => run.server === server)
      .map((run) => valueOf(figure, run))
      .filter((value) => value !== undefined)
    if (values.length) found[server] = spread(values)
  }
  return found
}

function figuresOf(entry, runs) {
  return entry.figures.map((figure) => {
    const ours = figure.ours ?? 'ingestd'
    // Of several ingestds each figure is about one.
    const servers = entry.servers.filter((server) => server === ours || !server.startsWith('ingestd'))
    const found = spreads(figure, servers, runs)
    const goals = figure.goals.map((goal) => ({ ...goal, ...judge(goal, ours, found, figure.better) }))
    const { title, unit, better } = figure
    return { name: entry.name, title, unit, better, ours, servers: found, goals }
  })
}

function picturesOf(entry, runs) {
  return entry.figures.map((figure) => ({
    name: entry.name,
    picture: figure.picture,
    title: figure.title,
    x: entry.axis,
    base: entry.base,
    y: figure.unit,
    series: entry.servers
      .map((server) => ({
        server,
        points: runs
          .filter((run) => run.server === server)
          .map((run) => [run.x, valueOf(figure, run)])
          .filter(([, y]) => y > 0), // a logarithm has no place for the rest
      }))
      .filter(({ points }) => points.length > 0),
  }))
}

function faultsOf(runs) {
  return runs
    .filter(({ fault }) => fault)
    .map(({ name, server, round, x, fault }) => ({ name, server, round, x, fault }))
}

export function evaluate(entries, runs) {
  const of = ({ name }) => runs.filter((run) => run.name === name)
  const measured = entries.filter((entry) => of(entry).length > 0)
  return {
    figures: measured.filter(({ sizes }) => !sizes).flatMap((entry) => figuresOf(entry, of(entry))),
    curves: measured.filter(({ sizes }) => sizes).flatMap((entry) => picturesOf(entry, of(entry))),
    faults: faultsOf(runs),
  }
}
