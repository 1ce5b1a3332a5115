// What a watcher costs that is told nothing: memory of the server without any, with some and with many.
// The upload that they watch does not go on, because a program that only sleeps stands in the place of the one that
// reads PDFs: ingestd's helper, the peers' pdftotext.
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { memoryBytes } from './process_tree.mjs'
import { sleep, withServer } from './servers.mjs'

const handshakesAtOnce = 64
const settle = 1000 // ms

// A WebSocket from its request to the first event.
function watch(port, upload) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `GET /ws/${upload} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      ),
    )
    let taken = ''
    socket.on('data', (bytes) => {
      if (taken !== undefined && (taken += bytes.toString('latin1')).includes('"upload_id"')) {
        taken = undefined
        resolve(socket)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`a watcher was turned away: ${taken?.split('\r\n')[0]}`)))
  })
}

async function watchMore(sockets, count, port, upload) {
  let opening = 0
  const open = async () => {
    while (sockets.length + opening < count) {
      opening += 1
      try {
        sockets.push(await watch(port, upload))
      } finally {
        opening -= 1
      }
    }
  }
  await Promise.all(Array.from({ length: handshakesAtOnce }, open))
  if (sockets.some((socket) => socket.destroyed)) throw new Error('watchers were dropped')
}

function sleepingExtractor(work) {
  const folder = join(work, 'sleeping')
  mkdirSync(folder, { recursive: true })
  const program = join(folder, 'pdftotext')
  writeFileSync(program, '#!/bin/sh\nexec sleep 110\n', { mode: 0o755 })
  return { folder, program }
}

async function uploadPdf(url) {
  const document = { filename: 'waits.pdf', content_base64: Buffer.from('%PDF-1.4 waits').toString('base64') }
  const answer = await fetch(`${url}/upload`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ collection_name: 'waits', documents: [document] }),
  })
  if (answer.status !== 202) throw new Error(`upload: HTTP ${answer.status}`)
  return (await answer.json()).upload_id
}

// withServer, and the id of an upload there that waits as long as anybody measures.
export function withWaitingUpload(name, places, use) {
  const { folder, program } = sleepingExtractor(places.work)
  const extra = name.startsWith('ingestd')
    ? { options: ['--extract-program', program] }
    : { env: { PATH: `${folder}:${process.env.PATH}` } }
  return withServer(name, places, async (server) => use(server, await uploadPdf(server.url)), extra)
}

// { figures: { some, many }, fault }: bytes a watcher.
export function measureIdleWatchers(name, places, { some, many }) {
  const use = async ({ port, pid }, upload) => {
    const sockets = []
    const bytesWith = async (count) => {
      await watchMore(sockets, count, port, upload)
      await sleep(settle)
      return memoryBytes(pid)
    }
    try {
      const [none, withSome, withMany] = [await bytesWith(1), await bytesWith(some), await bytesWith(many)]
      return {
        figures: { some: (withSome - none) / (some - 1), many: (withMany - none) / (many - 1) },
        fault: '',
      }
    } finally {
      for (const socket of sockets) socket.removeAllListeners('close').destroy()
    }
  }
  return withWaitingUpload(name, places, use)
}
