import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../build/release/ingestd', import.meta.url))

export interface RunningServer {
  readonly url: string
  // Without a word to anybody.
  kill(): Promise<void>
  // On the same port and data as before the kill.
  startAgain(): Promise<void>
  stop(): Promise<void>
}

interface Process {
  readonly url: string
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

async function launch(data: string, port: string): Promise<Process> {
  const binary = process.env.INGESTD_BINARY ?? built
  if (!existsSync(binary)) throw new Error(`there is no server at ${binary}: build it, or set INGESTD_BINARY`)
  const child = spawn(binary, ['serve', '--port', port, '--data-dir', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })

  let log = ''
  child.stderr.on('data', (part: Buffer) => {
    log += part.toString()
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = /listening on (http:\/\/\S+)/.exec(line)
      if (ready?.[1]) resolve(ready[1])
    })
    void ended.then(() => {
      reject(new Error(`the server ended before it listened:\n${log}`))
    })
  })
  return { url, child, ended }
}

// The server itself, on a free port and with a data directory of its own.
//   INGESTD_BINARY  which one; the release build where it is not set
export async function startServer(): Promise<RunningServer> {
  const data = await mkdtemp(path.join(tmpdir(), 'ingestd-e2e-'))
  let running = await launch(data, '0')
  const { url } = running
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    running.child.kill(signal)
    await running.ended
  }

  return {
    url,
    kill: () => end('SIGKILL'),
    async startAgain() {
      running = await launch(data, new URL(url).port)
    },
    async stop() {
      await end('SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
  }
}
