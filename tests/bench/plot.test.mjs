import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binarySize, logScale, shortNumber } from './log_scale.mjs'
import { plot } from './plot.mjs'

test('a decade is as long as the next', () => {
  const { place } = logScale([1, 10_000], 0, 400)
  assert.deepEqual([1, 10, 100, 10_000].map(place).map(Math.round), [0, 100, 200, 400])
})

test('an axis begins and ends at 1, 2 or 5 around its values', () => {
  const { low, high, numbered } = logScale([23, 410], 0, 1)
  assert.deepEqual([low, high], [20, 500])
  assert.deepEqual(numbered, [20, 50, 100, 200, 500])
})

test('a long axis has numbers at the powers of ten alone', () => {
  assert.deepEqual(logScale([1, 10_000], 0, 1).numbered, [1, 10, 100, 1000, 10_000])
})

test('one value alone stands within its axis', () => {
  const { low, high, place } = logScale([100], 0, 1)
  assert.ok(low < 100 && 100 < high)
  assert.ok(place(100) > 0 && place(100) < 1)
})

test('values below one have an axis, too', () => {
  const { low, high } = logScale([0.03, 0.4], 0, 1)
  assert.deepEqual([low, high], [0.02, 0.5])
})

test('an axis of bytes goes in powers of two', () => {
  const { low, high, numbered } = logScale([1024, 2 ** 20], 0, 1, 2)
  assert.deepEqual([low, high], [1024, 2 ** 20])
  assert.deepEqual(numbered.map(binarySize), ['1 KiB', '4 KiB', '16 KiB', '64 KiB', '256 KiB', '1 MiB'])
})

test('large numbers are told short', () => {
  assert.deepEqual([0.05, 7, 20_000, 1_500_000].map(shortNumber), ['0.05', '7', '20 k', '1.5 M'])
})

const curves = (count) =>
  Array.from({ length: count }, (_, i) => ({
    name: `server ${i}`,
    points: [
      [1, 10],
      [100, 1000 - i],
    ],
  }))

test('a picture names each curve and both axes, and holds no text that is markup', () => {
  const svg = plot({ title: 'Events <all> & more', x: 'watchers', y: 'events/s', series: curves(3) })
  for (const words of ['server 0', 'server 2', '>watchers<', '>events/s<', 'Events &#60;all&#62; &#38; more']) {
    assert.ok(svg.includes(words), words)
  }
  assert.equal(svg.match(/class="curve"/g).length, 3)
})

test('names of curves that end at one place stand apart, within the picture', () => {
  const svg = plot({ title: 't', x: 'x', y: 'y', series: curves(4) })
  const places = [...svg.matchAll(/y="([\d.]+)" text-anchor="start" class="name"/g)]
    .map(([, y]) => Number(y))
    .sort((a, b) => a - b)
  assert.equal(places.length, 4)
  for (let i = 1; i < 4; i += 1) assert.ok(places[i] - places[i - 1] >= 19.9)
  assert.ok(places[3] < 440)
})

test('no colour is left for a fifth curve', () => {
  assert.throws(() => plot({ title: 't', x: 'x', y: 'y', series: curves(5) }), /5 curves/)
})
