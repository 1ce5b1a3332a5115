import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../build/release/ingestd', import.meta.url))

export interface RunningServer {
  readonly url: string
  stop(): Promise<void>
}

// The server itself, on a free port and with a data directory of its own.
//   INGESTD_BINARY  which one; the release build where it is not set
export async function startServer(): Promise<RunningServer> {
  const binary = process.env.INGESTD_BINARY ?? built
  if (!existsSync(binary)) throw new Error(`there is no server at ${binary}: build it, or set INGESTD_BINARY`)
  const data = await mkdtemp(path.join(tmpdir(), 'ingestd-e2e-'))
  const server = spawn(binary, ['serve', '--port', '0', '--data-dir', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve()
    })
  })

  let log = ''
  server.stderr.on('data', (part: Buffer) => {
    log += part.toString()
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const ready = /listening on (http:\/\/\S+)/.exec(line)
      if (ready?.[1]) resolve(ready[1])
    })
    void ended.then(() => {
      reject(new Error(`the server ended before it listened:\n${log}`))
    })
  })

  return {
    url,
    async stop() {
      server.kill('SIGTERM')
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}
