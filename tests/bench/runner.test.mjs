import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curves } from './curves.mjs'
import { measurements } from './measurements.mjs'
import { chosen, plan, runAll } from './runner.mjs'

const places = { ingestd: 'i', fastapi: 'f', node: 'n', mutool: 'm', corpus: 'c' }
const entry = { name: 'ack-1', servers: ['ingestd', 'fastapi', 'node'], seconds: 2 }
const names = (tasks) => tasks.map(({ server }) => server)

test('each round measures every server, and another one first', () => {
  assert.deepEqual(names(plan([entry], { rounds: 3, places })), [
    'ingestd',
    'fastapi',
    'node',
    'fastapi',
    'node',
    'ingestd',
    'node',
    'ingestd',
    'fastapi',
  ])
})

test('a server that is not there is left out, and so is a figure that lacks its documents', () => {
  const needing = { ...entry, needs: 'corpus' }
  assert.deepEqual(names(plan([entry, needing], { rounds: 1, places: { ingestd: 'i', node: 'n' } })), [
    'ingestd',
    'node',
  ])
})

test('a curve is measured size by size, the peers only as far as they go', () => {
  const curve = {
    name: 'curve-x',
    servers: ['ingestd', 'node'],
    sizes: [10, 100],
    largest: { node: 10 },
    seconds: () => 1,
  }
  const tasks = plan([curve], { rounds: 3, places })
  assert.deepEqual(
    tasks.map(({ server, x }) => [server, x]),
    [
      ['ingestd', 10],
      ['node', 10],
      ['ingestd', 100],
    ],
  )
})

test('a name chooses a figure or all that begin so; another one is refused', () => {
  const all = [...measurements, ...curves]
  assert.deepEqual(
    chosen(all, ['ack']).map(({ name }) => name),
    ['ack-1', 'ack-16', 'ack-128', 'ack-busy'],
  )
  assert.deepEqual(
    chosen(all, ['fanout-100']).map(({ name }) => name),
    ['fanout-100'],
  )
  assert.equal(chosen(all, []).length, all.length)
  assert.throws(() => chosen(all, ['ack', 'akc']), /no figure akc/)
})

test('a run that fails is a fault of its server, and the rest is measured', async () => {
  const failing = {
    ...entry,
    run: async ({ server }) => {
      if (server === 'fastapi') throw new Error('did not become ready')
      return { figures: { value: 1 }, fault: '' }
    },
  }
  const runs = await runAll(plan([failing], { rounds: 1, places }), { places }, () => {})
  assert.deepEqual(
    runs.map(({ server, fault }) => [server, fault]),
    [
      ['ingestd', undefined],
      ['fastapi', 'did not become ready'],
      ['node', undefined],
    ],
  )
})

test('a usual run takes less than 25 minutes by what its entries expect', () => {
  const seconds = plan([...measurements, ...curves], { rounds: 3, places }).reduce((sum, task) => sum + task.seconds, 0)
  assert.ok(seconds < 25 * 60, `${seconds} s`)
})
