import { Aborted, ApiError } from './apiError'
import { parseProblem } from './wire'

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly json?: unknown
  readonly form?: FormData
  readonly signal?: AbortSignal
  // Bytes of the body that have left; called as they do.
  readonly onSent?: (sent: number, total: number) => void
}

// Silence after which a call is given up. What moves may take as long as it takes.
export const silence_max_ms = 300_000

const unreachable = {
  title: 'The server cannot be reached',
  detail: 'Is it running? Nothing was lost: try again when it is back.',
  errors: [],
}
const silent = { title: 'The server fell silent', detail: 'No byte came or went for five minutes.', errors: [] }

function parseBody(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

// One HTTP exchange; the parsed body of a 2xx answer. XMLHttpRequest, since fetch does not tell
// how much of a body has been sent.
//   errors  ApiError; Aborted by the signal
export function exchange(call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined

    const end = () => {
      clearTimeout(timer)
      call.signal?.removeEventListener('abort', abort)
    }
    const giveUp = (error: Error) => {
      end()
      request.abort()
      reject(error)
    }
    const abort = () => {
      giveUp(new Aborted())
    }
    const moved = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        giveUp(new ApiError(0, silent))
      }, silence_max_ms)
    }

    if (call.signal?.aborted) {
      reject(new Aborted())
      return
    }
    call.signal?.addEventListener('abort', abort)

    request.open(call.method, call.url)
    request.setRequestHeader('Accept', 'application/json, application/problem+json')
    request.onprogress = moved
    request.onload = () => {
      end()
      const body = parseBody(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body)
      else reject(new ApiError(request.status, parseProblem(body, request.status)))
    }
    request.onerror = () => {
      end()
      reject(new ApiError(0, unreachable))
    }
    request.upload.onprogress = (event) => {
      moved()
      call.onSent?.(event.loaded, event.total)
    }
    moved()
    if (call.json !== undefined) {
      request.setRequestHeader('Content-Type', 'application/json')
      request.send(JSON.stringify(call.json))
    } else {
      request.send(call.form ?? null)
    }
  })
}
