// Figures of this machine: ingestd and, where it can be started, a peer, in one run, with their ratio.
//   node bench.mjs INGESTD LOAD PEER_SCRIPT|- [ack fanout ingest …]
// Each measurement gets a fresh server and data directory; the median of `rounds` is told, with the spread.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [ingestd, load, peerScript, ...names] = process.argv.slice(2)
const rounds = Number(process.env.ROUNDS ?? 3)

const measurements = {
  ack: [1, 16, 128].map((connections) => ({
    title: `acknowledgements/s, ${connections} connections, 1 KiB JSON`,
    arguments: ['ack', '--connections', `${connections}`, '--bytes', '1024', '--seconds', '3'],
    figure: (report) => report.requests_per_s,
    beside: (report) => `p50 ${report.latency.p50} µs, p99 ${report.latency.p99} µs`,
  })),
  fanout: [
    {
      title: 'events/s to 1,000 subscribers of one upload',
      arguments: ['fanout', '--subscribers', '1000', '--bytes', '4000000'],
      figure: (report) => report.events_per_s_live,
      beside: (report) => `${report.events} events, ${report.server_cpu_s} s of the server's processor time`,
    },
  ],
  ingest: [
    {
      title: 'chunks/s until completed, texts of 16 KiB',
      arguments: ['ingest', '--documents', '1000', '--bytes', '16384', '--batch', '100'],
      figure: (report) => report.chunks_per_s,
      beside: (report) => `${report.mib_per_s} MiB/s, peak memory ${report.rss_peak} bytes`,
    },
  ],
}

const servers = {
  ingestd: (port, data) => ({ command: ingestd, words: ['serve', '--port', `${port}`, '--data-dir', data, '--log-level', 'error'], env: {} }),
  ...(peerScript === '-' ? {} : { peer: (port, data) => ({ command: peerScript, words: [`${port}`], env: { PEER_DATA: data, PEER_DURABLE: '1' } }) }),
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function isReady(port) {
  for (let i = 0; i < 200; i += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok) return true
    } catch {
      await sleep(50)
    }
  }
  return false
}

let port = 18_100

async function measure(server, measurement) {
  port += 1
  const data = mkdtempSync(join(tmpdir(), 'ingestd-bench-'))
  const { command, words, env } = servers[server](port, data)
  const child = spawn(command, words, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true })
  try {
    if (!(await isReady(port))) throw new Error(`${server} did not become ready`)
    const words = [...measurement.arguments, '--port', `${port}`, '--pid', `${child.pid}`, '--json']
    return JSON.parse(execFileSync(load, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }))
  } finally {
    process.kill(-child.pid, 'SIGKILL')
    await sleep(100)
    rmSync(data, { recursive: true, force: true })
  }
}

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)]
const shown = (figure) => Math.round(figure).toLocaleString('en-GB')

async function compare(measurement) {
  const figures = Object.fromEntries(Object.keys(servers).map((server) => [server, []]))
  let newest
  for (let round = 0; round < rounds; round += 1) {
    for (const server of Object.keys(servers)) {
      const report = await measure(server, measurement)
      figures[server].push(measurement.figure(report))
      if (server === 'ingestd') newest = report
    }
  }
  const ours = median(figures.ingestd)
  const spread = `${shown(Math.min(...figures.ingestd))} … ${shown(Math.max(...figures.ingestd))}`
  console.log(`${measurement.title}\n  ingestd ${shown(ours)}  (${spread}; ${measurement.beside(newest)})`)
  if (figures.peer) {
    const theirs = median(figures.peer)
    console.log(`  peer, durable ${shown(theirs)}  ratio ${(ours / theirs).toFixed(2)}`)
  }
}

for (const name of names.length ? names : Object.keys(measurements)) {
  if (!measurements[name]) throw new Error(`no measurement ${name}: there are ${Object.keys(measurements).join(', ')}`)
  for (const measurement of measurements[name]) await compare(measurement)
}
