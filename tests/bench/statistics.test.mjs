import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge, median, spread, timeLeft } from './statistics.mjs'

const of = (figure) => spread([figure])

test('the median of an even number of rounds lies between the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5)
  assert.equal(median([4, 1, 3, 10]), 3.5)
})

test('a spread tells the least, the most and how many rounds there were', () => {
  assert.deepEqual(spread([30, 10, 20]), { median: 20, min: 10, max: 30, rounds: 3 })
})

test('where more is better, the ratio is to the peer with most', () => {
  const found = { ingestd: of(800), fastapi: of(80), node: of(100) }
  const goal = { against: ['fastapi', 'node'], times: 8 }
  assert.deepEqual(judge(goal, 'ingestd', found, 'more'), { ratio: 8, best: 'node', reached: true })
  assert.equal(judge({ ...goal, times: 8.1 }, 'ingestd', found, 'more').reached, false)
})

test('where less is better, the ratio is to the peer with least', () => {
  const found = { ingestd: of(4), fastapi: of(20), node: of(10) }
  const goal = { against: ['fastapi', 'node'], times: 0.3 }
  assert.deepEqual(judge(goal, 'ingestd', found, 'less'), { ratio: 0.4, best: 'node', reached: false })
})

test('a ratio without a goal is neither reached nor missed', () => {
  assert.deepEqual(judge({ against: ['node'] }, 'ingestd', { ingestd: of(1), node: of(2) }, 'more'), {
    ratio: 0.5,
    best: 'node',
  })
})

test('bounds hold at their very value', () => {
  assert.equal(judge({ atMost: 8192 }, 'ingestd', { ingestd: of(8192) }, 'less').reached, true)
  assert.equal(judge({ atLeast: 100 }, 'ingestd', { ingestd: of(99.98) }, 'more').reached, false)
})

test('nothing is judged where a side was not measured', () => {
  assert.equal(judge({ against: ['node'], times: 2 }, 'ingestd', { ingestd: of(1) }, 'more'), undefined)
  assert.equal(judge({ atMost: 1 }, 'ingestd', { node: of(1) }, 'less'), undefined)
})

test('the time left follows the pace so far', () => {
  assert.equal(timeLeft(0, 0, 60), 60)
  assert.equal(timeLeft(10, 20, 60), 120)
})
