import { parseProgressEvent, type ProgressEvent } from './wire'

export type Connection = 'connecting' | 'open' | 'waiting'

export interface UploadWatcher {
  onEvent(event: ProgressEvent): void
  onConnection(connection: Connection): void
  // Nothing comes after it: the terminal event was given, or the server does not know the upload.
  onEnd(reason: 'terminal' | 'unknown'): void
}

const close_unknown_upload = 4404
// More events than a screen shows need not travel.
const events_per_second_max = 20
// The server repeats itself every 10 s while nothing changes: so long a silence is a dead line.
const silence_max_ms = 60_000
const retry_first_ms = 250
const retry_longest_ms = 10_000

// The wait before the n-th try to reconnect (n from 1), jittered so that many pages do not come
// back at the same instant.
export function retryDelay(attempt: number, random: () => number): number {
  const longest = Math.min(retry_longest_ms, retry_first_ms * 2 ** (attempt - 1))
  return longest * (0.5 + random() / 2)
}

// Gives every event of an upload until its last, however long that takes: a line that breaks is
// tied again, and the newest event that the server then sends makes up for what was missed.
// Gives back the undo: nothing is called after it.
export function watchUpload(socketUrl: string, watcher: UploadWatcher): () => void {
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0

  const arm = (ms: number, then: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(then, ms)
  }
  const letGo = () => {
    clearTimeout(timer)
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    socket = null
  }
  const end = (reason: 'terminal' | 'unknown') => {
    letGo()
    watcher.onEnd(reason)
  }
  const retry = () => {
    letGo()
    attempt += 1
    watcher.onConnection('waiting')
    arm(retryDelay(attempt, Math.random), connect)
  }
  const receive = (data: unknown) => {
    arm(silence_max_ms, retry)
    let event: ProgressEvent
    try {
      event = parseProgressEvent(JSON.parse(String(data)))
    } catch (error) {
      console.error('an event that is not as the contract has it', error)
      return
    }
    attempt = 0
    watcher.onEvent(event)
    if (event.terminal) end('terminal')
  }
  const connect = () => {
    watcher.onConnection('connecting')
    const opening = new WebSocket(`${socketUrl}?max_rate=${events_per_second_max}`)
    socket = opening
    arm(silence_max_ms, retry)
    opening.onopen = () => {
      watcher.onConnection('open')
    }
    opening.onmessage = (message: MessageEvent<unknown>) => {
      receive(message.data)
    }
    opening.onclose = ({ code }) => {
      if (code === close_unknown_upload) end('unknown')
      else retry()
    }
  }

  connect()
  return letGo
}
