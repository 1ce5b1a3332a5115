import type { Api } from '../services/api'
import type { Connection } from '../services/watchUpload'
import type { ProgressEvent, Upload } from '../services/wire'
import { coalesced } from './coalesced'

export interface UploadFollower {
  onEvent(event: ProgressEvent): void
  onConnection(connection: Connection): void
  // What became of each document so far.
  onResults(upload: Upload): void
  onUnknown(): void
}

const results_apart_ms = 1_000

// What, when it changes, means that some document's row has changed.
function rowsKey({ status, current_chunk, documents }: ProgressEvent): string {
  return [status, current_chunk, documents.completed, documents.failed, documents.current].join('\n')
}

// Watches an upload's events, and asks for its documents' results when the events say that these
// have changed: at most once a second, and at the end. Gives back the undo.
export function followUpload(
  api: Pick<Api, 'watchUpload' | 'getUpload'>,
  uploadId: string,
  follower: UploadFollower,
): () => void {
  let shown = ''
  let stopped = false

  const results = coalesced(async () => {
    try {
      const upload = await api.getUpload(uploadId)
      if (!stopped) follower.onResults(upload)
    } catch {
      // The rows stay as they were: the next change, or the end, asks again.
      shown = ''
    }
  }, results_apart_ms)

  const unwatch = api.watchUpload(uploadId, {
    onEvent(event) {
      follower.onEvent(event)
      const key = rowsKey(event)
      if (key === shown) return
      shown = key
      if (event.terminal) results.askNow()
      else results.ask()
    },
    onConnection: (connection) => {
      follower.onConnection(connection)
    },
    onEnd(reason) {
      if (reason === 'unknown') follower.onUnknown()
    },
  })

  return () => {
    stopped = true
    unwatch()
    results.stop()
  }
}
