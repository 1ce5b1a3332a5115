// How soon something of a document is found: from the upload's first byte to its acknowledgement, to the
// first search that finds a chunk, and to the terminal event.
//   node first_chunk.mjs INGESTD CORPUS
// One server, and a collection that has the document already, under other names; the first row makes a collection
// each time. Told is the median of `rounds`, with the spread of the first chunk.
import { execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const [ingestd, corpus] = process.argv.slice(2)
const rounds = Number(process.env.ROUNDS ?? 5)
const pollEvery = 5 // ms between two searches: they take processor time from what they wait for

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]
const shown = (figure) => (figure < 100 ? figure.toFixed(1) : Math.round(figure).toLocaleString('en-GB'))

const folder = mkdtempSync(join(tmpdir(), 'ingestd-first-chunk-'))

// A long text, over and over.
function text(bytes) {
  const book = readFileSync(join(corpus, 'txt/unstructured_book-war-and-peace-1225p.txt'))
  const copies = Array.from({ length: Math.ceil(bytes / book.length) }, () => book)
  return Buffer.concat(copies).subarray(0, bytes)
}

function pages(file, count) {
  const cut = join(folder, 'cut.pdf')
  execFileSync('mutool', ['clean', join(corpus, file), cut, `1-${count}`], { stdio: 'ignore' })
  return readFileSync(cut)
}

const documents = [
  { title: 'text, 16 KB, a new collection', filename: 'first.txt', body: text(16e3), isFirst: true },
  { title: 'text, 16 KB', filename: 'short.txt', body: text(16e3) },
  { title: 'text, 1 MB', filename: 'one.txt', body: text(1e6) },
  { title: 'text, 20 MB', filename: 'twenty.txt', body: text(20e6) },
  { title: 'PDF, 200 pages', filename: 'prose.pdf', body: pages('pdf/unstructured_DA-619p.pdf', 200) },
  { title: 'PDF, 200 pages, the first a picture', filename: 'book.pdf', body: pages('pdf/pdfjs_freeculture.pdf', 200) },
  { title: 'DOCX, 872 pages', filename: 'handbook.docx', body: readFileSync(join(corpus, 'docx/unstructured_handbook-872p.docx')) },
]

async function start() {
  const words = ['serve', '--port', '0', '--data-dir', join(folder, 'data'), '--log-level', 'error']
  const server = spawn(ingestd, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) {
    const said = /^listening on (\S+)/.exec(line)
    if (said) return { server, url: said[1] }
  }
  throw new Error('the server did not start')
}

async function answer(response) {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return response.json()
}

async function isFound(url, collection, filename, query) {
  const response = await fetch(`${url}/collections/${collection}/search`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, limit: 1, mode: 'keyword', filter: { filename } }),
  })
  if (response.status === 404) return void (await response.arrayBuffer()) // not acknowledged yet
  return (await answer(response)).hits.length > 0
}

async function terminalEvent(url, upload) {
  const response = await fetch(`${url}/uploads/${upload}/events?max_rate=20`)
  const entries = (await response.text()).trim().split('\n')
  return JSON.parse(entries.findLast((line) => line.startsWith('data: ')).slice(6))
}

// The longest word of the first chunk.
async function firstWord(url, collection) {
  const [document] = (await answer(await fetch(`${url}/collections/${collection}/documents`))).documents
  const path = `${url}/collections/${collection}/documents/${document.document_id}/chunks?limit=1`
  const [chunk] = (await answer(await fetch(path))).chunks
  return chunk.text.match(/\p{L}+/gu).reduce((longest, word) => (word.length > longest.length ? word : longest))
}

// Milliseconds since the first byte; without a `word` to look for, only the end.
async function measure(url, { collection, filename, body }, word) {
  const begin = performance.now()
  const since = () => performance.now() - begin
  const sent = fetch(`${url}/upload?collection_name=${collection}&filename=${filename}`, { method: 'POST', body })
    .then(answer)
    .then(({ upload_id: upload }) => ({ upload, acknowledged: since() }))
  const ended = sent.then(async ({ upload }) => ({ event: await terminalEvent(url, upload), at: since() }))
  let first
  while (word && first === undefined) {
    if (await isFound(url, collection, filename, word)) first = since()
    else await sleep(pollEvery)
  }
  const { event, at } = await ended
  if (event.status !== 'completed') throw new Error(`${filename}: ${event.status}`)
  return { acknowledged: (await sent).acknowledged, first, end: at, chunks: event.current_chunk }
}

const { server, url } = await start()
try {
  console.log('| document | bytes | chunks | acknowledged ms | first chunk found ms | spread | terminal event ms |')
  console.log('|---|---|---|---|---|---|---|')
  for (const [i, { title, filename, body, isFirst }] of documents.entries()) {
    const known = `known-${i}`
    await measure(url, { collection: known, filename, body })
    const word = await firstWord(url, known)
    const taken = []
    for (let round = 0; round < rounds; round += 1) {
      const collection = isFirst ? `new-${round}` : known
      taken.push(await measure(url, { collection, filename: `${round}-${filename}`, body }, word))
    }
    const of = (figure) => taken.map((one) => one[figure])
    const spread = `${shown(Math.min(...of('first')))} … ${shown(Math.max(...of('first')))}`
    const cells = [
      title, body.length.toLocaleString('en-GB'), taken[0].chunks.toLocaleString('en-GB'),
      shown(median(of('acknowledged'))), shown(median(of('first'))), spread, shown(median(of('end'))),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
} finally {
  server.kill('SIGKILL')
  await sleep(100)
  rmSync(folder, { recursive: true, force: true })
}
