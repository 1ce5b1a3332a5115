// How each server of the comparison is started and stopped: one at a time, with a data directory of its own.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const readyWithin = 30_000 // ms

const ingestd =
  (...options) =>
  ({ ingestd: program }, port, data) => ({
    command: program,
    words: ['serve', '--port', `${port}`, '--data-dir', data, '--log-level', 'error', ...options],
  })

// Python would leave its compiled modules beside the peer, which is not ours to write into.
const peer = (place, durable) => (places, port, data) => ({
  command: join(places[place], 'run.sh'),
  words: [`${port}`],
  env: { PEER_DATA: data, PEER_DURABLE: durable, PYTHONDONTWRITEBYTECODE: '1' },
})

// `place`: what has to be there for it. "syncing": like ingestd it answers when the bytes are on disk.
export const servers = {
  ingestd: { title: 'ingestd', place: 'ingestd', command: ingestd() },
  'ingestd-words': { title: 'ingestd, no vectors', place: 'ingestd', command: ingestd('--default-embedder', 'none') },
  // A language that is not there: no page is read as a picture, which the peers do not do either.
  'ingestd-no-ocr': {
    title: 'ingestd, no vectors, no OCR',
    place: 'ingestd',
    command: ingestd('--default-embedder', 'none', '--ocr-languages', 'none'),
  },
  'fastapi-durable': { title: 'FastAPI, syncing', place: 'fastapi', command: peer('fastapi', '1') },
  'node-durable': { title: 'Node, syncing', place: 'node', command: peer('node', '1') },
  fastapi: { title: 'FastAPI', place: 'fastapi', command: peer('fastapi', '0') },
  node: { title: 'Node', place: 'node', command: peer('node', '0') },
  // The limit of a fan-out: raw_push.cpp tells what it does and what not.
  'raw-push': {
    title: 'raw epoll',
    place: 'raw-push',
    command: (places, port) => ({ command: places['raw-push'], words: [`${port}`] }),
  },
  mutool: { title: 'mutool', place: 'mutool' }, // no server: reads the same PDFs beside them
}

export const durablePeers = ['fastapi-durable', 'node-durable']
export const defaultPeers = ['fastapi', 'node']

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

async function answers(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

const running = new Set()
process.on('exit', () => running.forEach((server) => server.kill()))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1)) // or the servers would live on

// A server that is ready. `options` follow its own; `env` is added. Its data lies below `places.work`, which is on the
// project's disk: a temporary folder may be in memory, where a sync costs nothing.
export async function start(name, places, { options = [], env = {} } = {}) {
  mkdirSync(places.work, { recursive: true })
  const port = await freePort()
  const data = mkdtempSync(join(places.work, 'data-'))
  const { command, words, env: own = {} } = servers[name].command(places, port, data)
  const child = spawn(command, [...words, ...options], {
    env: { ...process.env, ...own, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // a group of its own, which ends as one
  })
  let said = ''
  child.stderr.on('data', (bytes) => (said = (said + bytes).slice(-2000)))
  let isOver = false
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve)).then((reason) => {
    isOver = true
    if (reason instanceof Error) said = reason.message
  })
  const server = {
    name,
    port,
    pid: child.pid,
    url: `http://127.0.0.1:${port}`,
    kill() {
      running.delete(server)
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended.
      }
      rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      server.kill()
    },
  }
  running.add(server)
  for (const begin = Date.now(); Date.now() - begin < readyWithin; await sleep(20)) {
    if (isOver) break
    if (await answers(server.url)) return server
  }
  server.kill()
  throw new Error(`${servers[name].title} did not become ready: ${said.trim().split('\n').at(-1)}`)
}

// What `use` makes of a fresh server, which is stopped whatever comes of it.
export async function withServer(name, places, use, extra) {
  const server = await start(name, places, extra)
  try {
    return await use(server)
  } finally {
    await server.stop()
  }
}
