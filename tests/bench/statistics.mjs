// What is told of several rounds, and whether a goal is reached.

export function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const spread = (figures) => ({
  median: median(figures),
  min: Math.min(...figures),
  max: Math.max(...figures),
  rounds: figures.length,
})

// A goal is one of
//   { against: [server, …], times }  ours is at least (where less is better, at most) so many times the best of these
//   { against: [server, …] }         the ratio alone
//   { atLeast } or { atMost }        a bound of ours
// `found`: spread by server. Tells { ratio?, best?, reached? }, or nothing where one side has no figure.
export function judge(goal, ours, found, better) {
  const own = found[ours]?.median
  if (own === undefined) return undefined
  if (goal.atLeast !== undefined) return { reached: own >= goal.atLeast }
  if (goal.atMost !== undefined) return { reached: own <= goal.atMost }
  const theirs = goal.against.filter((server) => found[server])
  if (theirs.length === 0) return undefined
  const ahead = (a, b) => (better === 'more' ? found[a].median > found[b].median : found[a].median < found[b].median)
  const best = theirs.reduce((first, second) => (ahead(second, first) ? second : first))
  const ratio = own / found[best].median
  if (goal.times === undefined) return { ratio, best }
  return { ratio, best, reached: better === 'more' ? ratio >= goal.times : ratio <= goal.times }
}

// Seconds that the rest takes: what was expected of it, times how far off the expectations were so far.
export function timeLeft(expectedDone, taken, expectedRest) {
  const pace = expectedDone > 0 ? taken / expectedDone : 1
  return pace * expectedRest
}
