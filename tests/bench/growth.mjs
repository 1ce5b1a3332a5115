// What a server does when its catalog holds few chunks, and when it holds many: acknowledgements/s, chunks/s, memory, and
// how long a search takes.
import { runLoad } from './load_program.mjs'
import { madeQueries, madeText, paragraphs } from './made_documents.mjs'
import { memoryBytes, processorSeconds } from './process_tree.mjs'
import { sleep, withServer } from './servers.mjs'
import { median } from './statistics.mjs'

const documentBytesMax = 1_000_000
const uploadsAtOnce = 4
const queries = 60
const idleWithin = 120 // seconds; past it, what goes on is a part of the figure

async function terminalEvent(url, upload) {
  const text = await (await fetch(`${url}/uploads/${upload}/events?max_rate=1`)).text()
  const entries = text.split('\n').filter((line) => line.startsWith('data: '))
  return JSON.parse(entries.at(-1).slice(6))
}

// Uploads texts until their collection holds so many chunks.
async function fill(url, chunks, from) {
  let held = 0
  let documents = 0
  const bytes = Math.min(documentBytesMax, 30 * chunks) // small beside the whole: what is in work at the end goes past it
  const uploadMore = async () => {
    while (held < chunks) {
      documents += 1
      const body = madeText(from, bytes, documents)
      const path = `${url}/upload?collection_name=filled&filename=${documents}.txt`
      const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body })
      if (!answer.ok) throw new Error(`upload: HTTP ${answer.status}`)
      const event = await terminalEvent(url, (await answer.json()).upload_id)
      if (event.status !== 'completed') throw new Error(`an upload ended ${event.status}`)
      held += event.current_chunk
    }
  }
  await Promise.all(Array.from({ length: uploadsAtOnce }, uploadMore))
  return held
}

// What a load leaves behind is worked off when two seconds take next to no processor time.
async function untilIdle(pid) {
  const quiet = 2 // seconds
  for (let i = 0; i < idleWithin / quiet; i += 1) {
    const before = processorSeconds(pid)
    await sleep(1000 * quiet)
    if (processorSeconds(pid) - before <= 0.02) return
  }
}

// Milliseconds, the median of all queries.
async function searchTime(url, from) {
  const taken = []
  for (const query of madeQueries(from, queries)) {
    const begin = performance.now()
    const body = JSON.stringify({ query, limit: 10 })
    const answer = await fetch(`${url}/collections/filled/search`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    })
    if (!answer.ok) throw new Error(`search: HTTP ${answer.status}`)
    await answer.arrayBuffer()
    taken.push(performance.now() - begin)
  }
  return median(taken)
}

async function measureWith(chunks, name, places, { samples, seconds }) {
  const from = paragraphs(places.corpus)
  return withServer(name, places, async (server) => {
    const held = await fill(server.url, chunks, from)
    await untilIdle(server.pid)
    const found = { chunks: held, idle: memoryBytes(server.pid), faults: [] }
    await searchTime(server.url, from) // what it reads for the first time is another matter
    found.search = await searchTime(server.url, from)
    const sample = async (words, of) => {
      const values = []
      for (let i = 0; i < samples; i += 1) {
        const { figures, fault } = await runLoad(places.load, words(i), server)
        if (fault) found.faults.push(fault)
        if (figures) values.push(of(figures))
        await untilIdle(server.pid)
      }
      return values.length ? median(values) : undefined
    }
    const texts = (i) => ['ingest', '--documents', '8', '--bytes', `${documentBytesMax}`, '--collection', `texts${i}`]
    found.chunksPerSecond = await sample(texts, ({ chunks: done, seconds: taken }) => done / taken)
    const acks = () => ['ack', '--connections', '16', '--bytes', '1024', '--seconds', `${seconds}`]
    found.acks = await sample(acks, ({ requests_per_s: each }) => each)
    return found
  })
}

// What lies between two measurements, figure by figure.
function between(first, second) {
  const faults = [...first.faults, ...second.faults]
  const names = Object.keys(first).filter((name) => name !== 'faults')
  return { ...Object.fromEntries(names.map((name) => [name, median([first[name], second[name]])])), faults }
}

// { figures: { few, many }, fault }. Few chunks before and after many: filling takes minutes, in which the machine may
// have become busier.
export async function measureGrowth(name, places, { few, many, samples, seconds }) {
  const measured = (chunks) => measureWith(chunks, name, places, { samples, seconds })
  const before = await measured(few)
  const withMany = await measured(many)
  const figures = { few: between(before, await measured(few)), many: withMany }
  return { figures, fault: [...figures.few.faults, ...withMany.faults].join(', ') }
}
