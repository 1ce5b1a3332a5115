// Runs what is to be measured, one server after another, so that each round of a figure falls into the same minutes for
// all: what else the machine does then hits all of them.
import { servers } from './servers.mjs'
import { timeLeft } from './statistics.mjs'
import { sizesOf } from './curves.mjs'

const rotated = (list, by) => list.map((_, i) => list[(i + by) % list.length])

const isChosen = ({ name }, names) =>
  names.length === 0 || names.some((given) => name === given || name.startsWith(`${given}-`))

export function chosen(entries, names) {
  const unknown = names.filter((given) => !entries.some((entry) => isChosen(entry, [given])))
  if (unknown.length) {
    throw new Error(`no figure ${unknown.join(', ')}: there are ${entries.map(({ name }) => name).join(', ')}`)
  }
  return entries.filter((entry) => isChosen(entry, names))
}

// A curve, size by size: each server as far as it goes.
function curveTasks(entry, present, options) {
  const sizes = (server) => sizesOf(entry, server, options)
  const all = [...new Set(present.flatMap(sizes))].sort((a, b) => a - b)
  return all.flatMap((x) => {
    const those = present.filter((server) => sizes(server).includes(x))
    return those.map((server) => ({ entry, server, round: 1, x, seconds: entry.seconds(x) }))
  })
}

// Round by round; no server is always the first of one.
function roundTasks(entry, present, { rounds, quick }) {
  const seconds = (quick && entry.quickSeconds) || entry.seconds
  const count = Math.min(rounds, entry.roundsMax ?? rounds)
  return Array.from({ length: count }, (_, round) =>
    rotated(present, round).map((server) => ({ entry, server, round: round + 1, seconds })),
  ).flat()
}

// The runs in their order: { entry, server, round, x?, seconds }.
export function plan(entries, options) {
  const { places } = options
  return entries
    .filter(({ needs }) => !needs || places[needs])
    .flatMap((entry) => {
      const present = entry.servers.filter((server) => places[servers[server].place])
      return (entry.sizes ? curveTasks : roundTasks)(entry, present, options)
    })
}

async function attempt({ entry, server, x }, { quick, places }) {
  try {
    return await entry.run({ server, places, quick, x })
  } catch (error) {
    return { fault: error.message }
  }
}

const minutes = (seconds) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`)

// Tells each run before it begins: `say(line)`. Answers { name, server, round, x?, seconds, figures?, fault? } each.
export async function runAll(tasks, options, say) {
  const expected = (list) => list.reduce((sum, { seconds }) => sum + seconds, 0)
  const begin = Date.now()
  const runs = []
  for (const [i, task] of tasks.entries()) {
    const { entry, server, round, x } = task
    const taken = (Date.now() - begin) / 1000
    const left = timeLeft(expected(tasks.slice(0, i)), taken, expected(tasks.slice(i)))
    const size = x === undefined ? '' : ` at ${x.toLocaleString('en-GB')}`
    const which = entry.sizes ? '' : `, round ${round}`
    const what = `${entry.name}${size}: ${servers[server].title}${which}`
    say(`[${i + 1} of ${tasks.length}] ${what}   about ${minutes(left)} left`)
    const before = Date.now()
    const { figures, fault } = await attempt(task, options)
    runs.push({
      name: entry.name,
      server,
      round,
      x,
      seconds: (Date.now() - before) / 1000,
      figures,
      fault: fault || undefined,
    })
  }
  return runs
}
