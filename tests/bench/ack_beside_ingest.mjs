// How late an acknowledgement comes while a big ingest runs, beside what it takes when nothing else does.
import { spawn } from 'node:child_process'
import { runLoad } from './load_program.mjs'
import { processorSeconds } from './process_tree.mjs'
import { sleep, withServer } from './servers.mjs'

const begunAfter = 0.5 // seconds of processor time: then the ingest is in full swing
const documents = ['--documents', '100', '--bytes', '1000000', '--inflight', '4', '--collection', 'big']

async function withIngest(load, server, use) {
  const before = processorSeconds(server.pid)
  const words = ['ingest', ...documents, '--port', `${server.port}`]
  const ingest = spawn(load, words, { stdio: 'ignore' })
  const ended = new Promise((resolve) => ingest.on('exit', resolve).on('error', resolve))
  try {
    const isBusy = () => processorSeconds(server.pid) - before >= begunAfter
    for (let i = 0; i < 200 && !isBusy(); i += 1) await sleep(50)
    if (!isBusy()) throw new Error('the ingest did not begin')
    const found = await use()
    if (ingest.exitCode !== null) throw new Error('the ingest ended before the acknowledgements did')
    return found
  } finally {
    ingest.kill('SIGKILL')
    await ended
  }
}

// { figures: { idle, busy }, fault }: reports of `load ack`.
export async function measureAckBesideIngest(name, places, seconds) {
  const words = ['ack', '--connections', '16', '--bytes', '1024', '--seconds', `${seconds}`]
  const idle = await withServer(name, places, (server) => runLoad(places.load, words, server))
  const busy = await withServer(name, places, (server) =>
    withIngest(places.load, server, () => runLoad(places.load, words, server)),
  )
  const figures = idle.figures && busy.figures && { idle: idle.figures, busy: busy.figures }
  return { figures, fault: [idle.fault, busy.fault].filter((fault) => fault).join(', ') }
}
