// A logarithmic axis: where a value lies on it, and which numbers stand beside it.

const steps = [1, 2, 5]
const ninths = [1, 2, 3, 4, 5, 6, 7, 8, 9]

// `of` × 10^n, from below `low` to above `high`.
function decades(of, low, high) {
  const found = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const step of of) found.push(Number(`${step}e${power}`))
  }
  return found
}

function decimalMarks(least, most) {
  const around = decades(steps, least / 10, most * 10)
  let from = around.findLastIndex((number) => number <= least)
  let to = around.findIndex((number) => number >= most)
  if (from === to) [from, to] = [from - 1, to + 1] // one value alone: it stands in the middle
  const [low, high] = [around[from], around[to]]
  const within = (number) => number >= low && number <= high
  const isWide = Math.log10(high / low) > 2.5
  return {
    low,
    high,
    numbered: decades(isWide ? [1] : steps, low, high).filter(within),
    lines: decades(ninths, low, high).filter(within),
  }
}

function binaryMarks(least, most) {
  const [from, to] = [
    Math.floor(Math.log2(least)),
    Math.max(Math.ceil(Math.log2(most)), Math.floor(Math.log2(least)) + 1),
  ]
  const every = Math.ceil((to - from) / 8)
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const numbered = powers.filter((power) => (power - from) % every === 0).map((power) => 2 ** power)
  return { low: 2 ** from, high: 2 ** to, numbered, lines: powers.map((power) => 2 ** power) }
}

// `values` are above 0; the axis goes from `from` to `to` (pixels). `numbered` and `lines` are values.
export function logScale(values, from, to, base = 10) {
  const marks = (base === 2 ? binaryMarks : decimalMarks)(Math.min(...values), Math.max(...values))
  const width = Math.log(marks.high / marks.low)
  return { ...marks, place: (value) => from + ((to - from) * Math.log(value / marks.low)) / width }
}

const prefixes = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
]

// 20000 → "20 k"; 0.05 stays.
export function shortNumber(number) {
  for (const [size, prefix] of prefixes)
    if (number >= size) return `${Number((number / size).toPrecision(3))} ${prefix}`
  return `${Number(number.toPrecision(3))}`
}

// 16384 → "16 KiB".
export function binarySize(bytes) {
  for (const [power, unit] of [
    [30, 'GiB'],
    [20, 'MiB'],
    [10, 'KiB'],
  ]) {
    if (bytes >= 2 ** power) return `${Number((bytes / 2 ** power).toPrecision(3))} ${unit}`
  }
  return `${bytes} B`
}
