// A picture of curves, as SVG: both axes logarithmic, readable on light and on dark ground. A server is told by its
// colour, by the shape of its points and by its name beside the curve.
import { binarySize, logScale, shortNumber } from './log_scale.mjs'

const width = 800
const height = 440
const area = { left: 84, right: width - 190, top: 56, bottom: height - 62 }

// Light and dark; told apart by people who see few colours, too.
const looks = [
  { colours: ['#0b62c4', '#6fb1ff'], shape: (x, y) => `<circle cx="${x}" cy="${y}" r="4.5"/>` },
  { colours: ['#b3470b', '#ffa36b'], shape: (x, y) => `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"/>` },
  { colours: ['#1b7a43', '#67d193'], shape: (x, y) => `<path d="M${x} ${y - 5.5}l5.5 9.5h-11z"/>` },
  { colours: ['#7d3fb0', '#cf9bff'], shape: (x, y) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6-6z"/>` },
]

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const round = (number) => Math.round(number * 10) / 10

function style(count) {
  const colours = (ground) =>
    looks
      .slice(0, count)
      .map(({ colours: of }, i) => `.c${i}{--c:${of[ground]}}`)
      .join('')
  return (
    '<style>' +
    'svg{--ground:#fff;--ink:#1d2430;--faint:#e3e6eb;--line:#b9c0ca}' +
    colours(0) +
    '@media (prefers-color-scheme:dark){svg{--ground:#14181f;--ink:#e4e8ee;--faint:#272d37;--line:#566071}' +
    `${colours(1)}}` +
    'text{font:13px system-ui,sans-serif;fill:var(--ink)}.title{font-size:16px;font-weight:600}' +
    '.faint{stroke:var(--faint)}.line{stroke:var(--line)}' +
    '.curve{fill:none;stroke:var(--c);stroke-width:2.2}.point{fill:var(--c)}.name{fill:var(--c);font-weight:600}' +
    '</style>'
  )
}

function text(x, y, words, { anchor = 'start', kind = '', turned = false } = {}) {
  const turn = turned ? ` transform="rotate(-90 ${x} ${y})"` : ''
  const look = kind ? ` class="${kind}"` : ''
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${look}${turn}>${escaped(words)}</text>`
}

function grid(across, up, shownAcross) {
  const { left, right, top, bottom } = area
  const upright = (at, kind) => `<path class="${kind}" d="M${round(across.place(at))} ${top}V${bottom}"/>`
  const level = (at, kind) => `<path class="${kind}" d="M${left} ${round(up.place(at))}H${right}"/>`
  return [
    ...across.lines.map((at) => upright(at, 'faint')),
    ...up.lines.map((at) => level(at, 'faint')),
    ...across.numbered.map((at) => upright(at, 'line')),
    ...up.numbered.map((at) => level(at, 'line')),
    ...across.numbered.map((at) => text(across.place(at), bottom + 20, shownAcross(at), { anchor: 'middle' })),
    ...up.numbered.map((at) => text(left - 8, up.place(at) + 4.5, shortNumber(at), { anchor: 'end' })),
  ]
}

// Where the names stand: beside the last point of their curve, moved apart where they would touch.
function namePlaces(wanted) {
  const gap = 20
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y)
  for (let i = 1; i < order.length; i += 1) order[i].y = Math.max(order[i].y, order[i - 1].y + gap)
  const over = Math.max(0, (order.at(-1)?.y ?? 0) - area.bottom)
  const places = []
  for (const { y, i } of order) places[i] = y - over
  return places
}

function curve({ points }, i, across, up) {
  const at = points.map(([x, y]) => [round(across.place(x)), round(up.place(y))])
  const path = at.map(([x, y], first) => `${first ? 'L' : 'M'}${x} ${y}`).join('')
  const shapes = at.map(([x, y]) => looks[i].shape(x, y)).join('')
  return `<g class="c${i}"><path class="curve" d="${path}"/><g class="point">${shapes}</g></g>`
}

function legend(series, up) {
  const wanted = series.map(({ points }) => up.place(points.at(-1)[1]))
  return namePlaces(wanted).map((y, i) => {
    const x = area.right + 20
    const name = text(x + 12, y + 4.5, series[i].name, { kind: 'name' })
    return `<g class="c${i}"><g class="point">${looks[i].shape(x, round(y))}</g>${name}</g>`
  })
}

// { title, x, y, series: [{ name, points: [[x, y], …] }] }: labels with their units; values above 0, at most four series.
// With base 2 the x are bytes.
export function plot({ title, x, base = 10, y, series }) {
  if (series.length === 0 || series.length > looks.length) throw new Error(`${series.length} curves cannot be drawn`)
  const all = series.flatMap(({ points }) => points)
  const across = logScale(
    all.map(([at]) => at),
    area.left,
    area.right,
    base,
  )
  const up = logScale(
    all.map(([, value]) => value),
    area.bottom,
    area.top,
  )
  const middle = (area.left + area.right) / 2
  const label = escaped(`${title}, ${y}, over ${x}`)
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${label}">`,
    style(series.length),
    `<rect width="${width}" height="${height}" fill="var(--ground)"/>`,
    text(area.left, 30, title, { kind: 'title' }),
    ...grid(across, up, base === 2 ? binarySize : shortNumber),
    text(middle, height - 16, x, { anchor: 'middle' }),
    text(22, (area.top + area.bottom) / 2, y, { anchor: 'middle', turned: true }),
    ...series.map((one, i) => curve(one, i, across, up)),
    ...legend(series, up),
    '</svg>',
    '',
  ].join('\n')
}
