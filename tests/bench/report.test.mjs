import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf } from './load_program.mjs'
import { markdownTable, shown, shownGoal, terminalTable, withTable } from './report.mjs'
import { evaluate } from './results.mjs'

const entry = {
  name: 'ack-16',
  servers: ['ingestd', 'ingestd-words', 'node'],
  figures: [
    { title: 'acks', unit: '/s', better: 'more', of: ({ rate }) => rate, goals: [{ against: ['node'], times: 8 }] },
    {
      title: 'p99',
      unit: 'ms',
      better: 'less',
      of: ({ latency }) => latency.p99_us / 1000,
      goals: [{ against: ['node'], times: 0.3 }],
    },
  ],
}
const run = (server, round, rate, p99, fault) => ({
  name: 'ack-16',
  server,
  round,
  seconds: 1,
  figures: { rate, latency: { p99_us: p99 } },
  fault,
})
const runs = [
  run('ingestd', 1, 8000, 4000),
  run('node', 1, 1000, 10_000),
  run('node', 2, 900, 12_000, '3 wrong answers'),
  run('ingestd', 2, 9000, 5000),
]
const curve = {
  name: 'curve-size',
  servers: ['ingestd', 'node'],
  sizes: [1, 10],
  axis: 'bytes',
  figures: [{ picture: 'speed', title: 'Speed', unit: 'MiB/s', of: ({ rate }) => rate }],
}
const about = {
  date: '2026-11-27T10:00:00.000Z',
  commit: 'abc1234',
  dirty: false,
  rounds: 2,
  absent: ['FastAPI could not be installed'],
  machine: { cores: 2, cpu: 'Some CPU', memory_bytes: 2 ** 33, kernel: '6.1', system: 'Debian 12', load: '0.1' },
  versions: { ingestd: '0.1.0' },
}

test('medians, ratios and goals are read off the rounds', () => {
  const { figures } = evaluate([entry], runs)
  assert.deepEqual(figures[0].servers.ingestd, { median: 8500, min: 8000, max: 9000, rounds: 2 })
  assert.equal(figures[0].goals[0].reached, true)
  assert.equal(figures[1].servers.node.median, 11)
  assert.equal(figures[1].goals[0].reached, false)
})

test('a figure is about one ingestd, though several took part', () => {
  const { figures } = evaluate([entry], [...runs, run('ingestd-words', 1, 1, 1)])
  assert.deepEqual(Object.keys(figures[0].servers), ['ingestd', 'node'])
})

test('a run without a report counts for nothing but its fault', () => {
  const { figures, faults } = evaluate([entry], [...runs, { name: 'ack-16', server: 'node', round: 3, fault: 'gone' }])
  assert.equal(figures[0].servers.node.rounds, 2)
  assert.deepEqual(
    faults.map(({ fault }) => fault),
    ['3 wrong answers', 'gone'],
  )
})

test('points without a value are left out of a curve', () => {
  const at = (server, x, rate) => ({ name: 'curve-size', server, x, figures: { rate } })
  const { curves } = evaluate([curve], [at('ingestd', 1, 5), at('ingestd', 10, 0), at('node', 1, 2)])
  assert.deepEqual(curves[0].series, [
    { server: 'ingestd', points: [[1, 5]] },
    { server: 'node', points: [[1, 2]] },
  ])
})

test('goals tell what was asked for and whether it came', () => {
  assert.equal(shownGoal({ ratio: 8.5, best: 'node', times: 8, reached: true }, 'more'), '8.5 × Node (≥ 8: reached)')
  assert.equal(
    shownGoal({ ratio: 0.41, best: 'node', times: 0.3, reached: false }, 'less'),
    '0.41 × Node (≤ 0.3: **missed**)',
  )
  assert.equal(shownGoal({ atMost: 8192, reached: true }, 'less'), '≤ 8,192: reached')
  assert.equal(shownGoal({ against: ['node'], times: 8 }, 'more'), '≥ 8: not measured')
})

test('figures have three digits, large ones all of theirs', () => {
  assert.deepEqual([0, 0.0123456, 7.04999, 12345.6].map(shown), ['0', '0.0123', '7.05', '12,346'])
})

test('the table tells figures, spread, faults, and what was left out', () => {
  const page = markdownTable({ ...about, ...evaluate([entry], runs) }, 'curves')
  assert.match(
    page,
    /\| acks, \/s \| 8,500 \(8,000 … 9,000\) \| 950 \(900 … 1,000\) \| 8\.95 × Node \(≥ 8: reached\) \|/,
  )
  assert.match(page, /1 of 2 goals reached/)
  assert.match(page, /- ack-16, Node, round 2: 3 wrong answers/)
  assert.match(page, /Left out: FastAPI could not be installed/)
  assert.match(page, /commit abc1234/)
})

test('what a person reads on the terminal has no marks of Markdown', () => {
  const told = terminalTable(evaluate([entry], runs))
  assert.match(told, /≤ 0\.3: missed/)
  assert.doesNotMatch(told, /\*\*/)
})

test('the table replaces what lies between its markers, and nothing else', () => {
  const page = 'before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n'
  assert.equal(withTable(page, 'new'), 'before\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n')
  assert.throws(() => withTable('no markers', 'new'), /no place/)
})

test('a report in which all is right has no fault', () => {
  assert.equal(faultOf({ command: 'ack', bad: 0, lost: 0 }), '')
  assert.equal(faultOf({ command: 'fanout', subscribers: 5, terminal: 5, went_back: 0 }), '')
})

test('what a load found wrong is told in words', () => {
  assert.equal(faultOf({ command: 'ack', bad: 2, first_bad: 'HTTP 503' }), '2 wrong answers, first: HTTP 503')
  assert.match(
    faultOf({ command: 'fanout', subscribers: 1000, terminal: 990 }),
    /10 of 1,000 watchers without the terminal event/,
  )
  assert.match(
    faultOf({ command: 'ingest', uploads: 9, completed: 5, failed: 1, broken: 0 }),
    /1 uploads failed, 3 uploads not done in time/,
  )
})
