// @vitest-environment-options { "url": "http://page.test/" }
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { event, upload_id } from '../testing/events'
import { FakeSocket, installFakeSocket } from '../testing/fakeSocket'
import { createApi } from './api'
import { ApiError, Aborted } from './apiError'
import { silence_max_ms } from './exchange'

// What the server was asked, and what it is to answer.
interface Asked {
  readonly method: string
  readonly url: string
  readonly type: string
  readonly body: string
}

let server: Server
let baseUrl: string
let asked: Asked[]
let answer: { status: number; body: unknown }
// True: requests are left without an answer.
let holds = false

async function serve(request: IncomingMessage, response: ServerResponse) {
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Headers', '*')
  response.setHeader('Access-Control-Allow-Methods', '*')
  if (request.method === 'OPTIONS') {
    response.end()
    return
  }
  let body = ''
  for await (const part of request) body += String(part)
  asked.push({
    method: request.method ?? '',
    url: request.url ?? '',
    type: request.headers['content-type'] ?? '',
    body,
  })
  if (holds) return
  response.statusCode = answer.status
  response.end(JSON.stringify(answer.body))
}

beforeEach(async () => {
  asked = []
  holds = false
  server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/behind/`
})
afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const accepted = { upload_id, status: 'received', message: 'Upload received. Total documents: 1', timestamp: 1 }

describe('startUpload', () => {
  it('sends documents with their text as JSON', async () => {
    answer = { status: 202, body: accepted }
    const request = { collection_name: 'letters', documents: [{ content: 'Ahoy' }], force_recreate: true }

    expect(await createApi({ baseUrl }).startUpload(request)).toEqual(accepted)

    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/behind/upload', type: 'application/json' })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(request)
  })

  it('sends files as form data under the path within their folder', async () => {
    answer = { status: 202, body: accepted }
    const file = new File(['Ahoy'], 'a.txt', { type: 'text/plain' })

    await createApi({ baseUrl }).startUpload({
      collection_name: 'letters',
      files: [{ file, filename: 'ships/a.txt' }],
      options: { chunking: { max_tokens: 64 } },
    })

    const body = asked[0]?.body ?? ''
    expect(asked[0]?.type).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).toContain('name="collection_name"\r\n\r\nletters')
    expect(body).toContain('name="force_recreate"\r\n\r\nfalse')
    expect(body).toContain('name="options"\r\n\r\n{"chunking":{"max_tokens":64}}')
    expect(body).toContain('filename="ships/a.txt"')
    expect(body).toContain('Ahoy')
  })

  it('is refused with the problem that the server tells', async () => {
    const errors = [{ pointer: '/documents', detail: 'is empty' }]
    answer = { status: 422, body: { title: 'Bad fields', detail: 'One field.', errors } }

    const refused = createApi({ baseUrl }).startUpload({ collection_name: 'c', documents: [] })

    await expect(refused).rejects.toMatchObject({
      name: 'ApiError',
      status: 422,
      problem: { title: 'Bad fields', detail: 'One field.', errors },
    })
  })

  it('is taken back by its signal', async () => {
    holds = true
    const abort = new AbortController()
    const sending = createApi({ baseUrl }).startUpload({ collection_name: 'c', documents: [] }, { signal: abort.signal })
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1)
    })
    abort.abort()

    await expect(sending).rejects.toBeInstanceOf(Aborted)
  })
})

it('what failed is retried by the upload that it came with', async () => {
  answer = { status: 202, body: { ...accepted, retry_of: upload_id } }

  expect(await createApi({ baseUrl }).retry('a/b')).toEqual(accepted)
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/behind/uploads/a%2Fb/retry', body: '' })
})

it('a call without a byte for 300 s is given up', async () => {
  holds = true
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const call = createApi({ baseUrl }).collections()
  const outcome = call.catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(silence_max_ms)

  expect(await outcome).toMatchObject({ status: 0, problem: { title: 'The server fell silent' } })
})

it('a server that is not there is told as such', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const call = createApi({ baseUrl: 'http://127.0.0.1:1' }).collections()

  await expect(call).rejects.toBeInstanceOf(ApiError)
  await expect(call).rejects.toMatchObject({ status: 0, problem: { title: 'The server cannot be reached' } })
})

it('names are escaped in paths', async () => {
  answer = { status: 200, body: { hits: [] } }
  await createApi({ baseUrl }).search('a/b c', { query: 'light', limit: 5 })

  expect(asked[0]).toMatchObject({ method: 'POST', url: '/behind/collections/a%2Fb%20c/search' })
  expect(asked[0]?.body).toBe('{"query":"light","limit":5}')
})

it('a proof is asked for where the passage stands', async () => {
  answer = { status: 200, body: { verified: true, start: 0, end: 3 } }
  const api = createApi({ baseUrl })
  await api.proof('a b', { chunk_id: 'c/1', document_id: 'd&1' })

  expect(asked[0]).toMatchObject({ method: 'GET', url: '/behind/collections/a%20b/chunks/c%2F1/proof?document_id=d%261' })
  expect(api.originalUrl('a b', 'd')).toMatch(/\/collections\/a%20b\/documents\/d\/original$/)
})

it('an upload is asked for, listed and cancelled by its id', async () => {
  const api = createApi({ baseUrl })
  answer = { status: 200, body: { ...event(), results: [] } }
  expect((await api.getUpload(upload_id)).event).toEqual(event())
  answer = { status: 200, body: { uploads: [event()], next_cursor: null } }
  expect((await api.listUploads(7)).entries).toHaveLength(1)
  answer = { status: 202, body: null }
  await api.cancel(upload_id)

  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    `GET /behind/uploads/${upload_id}`,
    'GET /behind/uploads?limit=7',
    `DELETE /behind/uploads/${upload_id}`,
  ])
})

it.each([
  ['http://host:8080', 'ws://host:8080/ws/u?max_rate=20'],
  ['https://host/prefix/', 'wss://host/prefix/ws/u?max_rate=20'],
])('watching at %s opens %s', (base, url) => {
  installFakeSocket()
  const watcher = { onEvent: vi.fn(), onConnection: vi.fn(), onEnd: vi.fn() }
  createApi({ baseUrl: base }).watchUpload('u', watcher)()

  expect(FakeSocket.newest.url).toBe(url)
})
