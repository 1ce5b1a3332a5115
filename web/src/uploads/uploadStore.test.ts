import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '../services/apiError'
import { completed, event, result, upload, upload_id } from '../testing/events'
import { fakeApi } from '../testing/fakeApi'
import { createUploadStore } from './uploadStore'

function setUp() {
  const { api, watchers } = fakeApi()
  const frames: (() => void)[] = []
  const store = createUploadStore({ api, storage: sessionStorage, nextFrame: (tell) => frames.push(tell), now: () => now })
  const frame = () => {
    for (const tell of frames.splice(0)) tell()
  }
  // Lets promises answer, then the frame pass.
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
    frame()
  }
  const first = () => store.getSnapshot().uploads[0]
  return { api, watchers, store, frame, settle, first }
}

// A little after the events of these tests.
const now = Date.parse('2025-12-28T04:30:00+00:00')

const letters = { collection_name: 'letters', documents: [{ content: 'Ahoy' }] }

async function begun() {
  const page = setUp()
  page.store.start(letters, 'a.txt')
  await page.settle()
  const watcher = page.watchers.get(upload_id)
  if (!watcher) throw new Error('nobody watches')
  return { ...page, watcher }
}

describe('an upload', () => {
  it('shows while it is sent, and is followed once it was taken', async () => {
    const { store, frame, settle, first, watchers } = setUp()
    store.start(letters, 'a.txt')
    frame()
    expect(first()).toMatchObject({ title: 'a.txt', collection: 'letters', phase: 'sending', uploadId: null })

    await settle()
    expect(first()).toMatchObject({ phase: 'live', uploadId: upload_id })
    expect(store.getSnapshot().collections).toEqual(['letters'])
    expect(watchers.has(upload_id)).toBe(true)
  })

  it('shows the newest of many events once a frame', async () => {
    const { store, watcher, frame, first } = await begun()
    const told = vi.fn()
    store.subscribe(told)
    for (let chunk = 1; chunk <= 300; chunk += 1) watcher.onEvent(event({ seq: chunk, current_chunk: chunk }))
    expect(told).not.toHaveBeenCalled()
    frame()

    expect(told).toHaveBeenCalledTimes(1)
    expect(first()?.event?.current_chunk).toBe(300)
  })

  it('never goes back to an older event', async () => {
    const { watcher, frame, first } = await begun()
    watcher.onEvent(event({ seq: 20, current_chunk: 8 }))
    watcher.onEvent(event({ seq: 19, current_chunk: 7 }))
    frame()

    expect(first()?.event?.current_chunk).toBe(8)
  })

  it('stays ended', async () => {
    const { watcher, frame, first } = await begun()
    watcher.onEvent(completed({ seq: 20 }))
    watcher.onEvent(event({ seq: 21 }))
    frame()

    expect(first()?.event?.status).toBe('completed')
  })

  it('asks for its documents when one has failed, and takes no older event from the answer', async () => {
    const { api, watcher, settle, first } = await begun()
    const failed = result({ status: 'failed', error: { code: 'no_text', detail: 'No text.', stage: null, page: null } })
    api.getUpload.mockResolvedValue(upload({ event: event({ seq: 3 }), results: [failed] }))
    watcher.onEvent(event({ seq: 30, documents: { total: 1, completed: 0, failed: 1, current: null } }))
    await settle()

    expect(first()).toMatchObject({ results: [failed], event: { seq: 30 } })
  })

  it('that was refused keeps its reason and can be sent again', async () => {
    const { api, store, settle, first } = setUp()
    const problem = { title: 'Disk full', detail: '', errors: [] }
    api.startUpload.mockRejectedValueOnce(new ApiError(507, problem))
    store.start(letters, 'a.txt')
    await settle()
    expect(first()).toMatchObject({ phase: 'refused', problem })

    store.sendAgain(first()?.key ?? '')
    await settle()
    expect(first()).toMatchObject({ phase: 'live', problem: null, uploadId: upload_id })
    expect(api.startUpload.mock.calls.map(([request]) => request)).toEqual([letters, letters])
  })

  it('is taken back while it is on its way, and cancelled at the server afterwards', async () => {
    const { api, store, settle, first, frame } = setUp()
    let signal: AbortSignal | undefined
    api.startUpload.mockImplementationOnce((_, sending) => {
      signal = sending?.signal
      return new Promise(() => undefined)
    })
    store.start(letters, 'a.txt')
    frame()
    await store.cancel(first()?.key ?? '')
    frame()
    expect(signal?.aborted).toBe(true)
    expect(first()).toBeUndefined()

    store.start(letters, 'b.txt')
    await settle()
    await store.cancel(first()?.key ?? '')
    expect(api.cancel.mock.calls).toEqual([[upload_id]])
  })

  it('that was retried, wherever that was, is not retried again', async () => {
    const { api, store, watcher, watchers, settle } = await begun()
    const torn = { total: 1, completed: 0, failed: 1, current: null }
    api.getUpload.mockResolvedValue(upload({ event: event({ upload_id: 'retry' }), retryOf: upload_id }))
    await store.restore(['retry'])
    watchers.get('retry')?.onEvent(event({ upload_id: 'retry' }))
    await settle()
    watcher.onEvent(event({ seq: 90, status: 'failed', terminal: true, documents: torn }))
    await settle()
    await store.retryFailed(store.getSnapshot().uploads[0]?.key ?? '')

    expect(store.getSnapshot().uploads).toMatchObject([{ uploadId: upload_id, isRetried: true }, { uploadId: 'retry' }])
    expect(api.retry).not.toHaveBeenCalled()
  })

  it('is left alone once it is cleared from the page', async () => {
    const { store, watchers, first, frame } = await begun()
    store.dismiss(first()?.key ?? '')
    frame()

    expect(store.getSnapshot().uploads).toEqual([])
    expect(watchers.size).toBe(0)
  })
})

describe('after a reload', () => {
  it('shows again what the tab had begun', async () => {
    await begun()
    const { store, settle, watchers } = setUp()
    await store.restore([])
    await settle()

    expect(store.getSnapshot().uploads).toMatchObject([{ uploadId: upload_id, title: 'a.txt', collection: 'letters' }])
    expect(watchers.has(upload_id)).toBe(true)
  })

  it('shows what the server works on, what the address names, and nothing twice', async () => {
    await begun()
    const { api, store, settle } = setUp()
    api.listUploads.mockResolvedValue({
      entries: [
        upload(),
        upload({ event: event({ upload_id: 'other' }), collection: 'maps' }),
        upload({ event: completed({ upload_id: 'ended', timestamp: '2025-12-28T04:00:00.000000+00:00' }) }),
      ],
      next_cursor: null,
    })
    api.collections.mockResolvedValue(['maps', 'charts'])
    await store.restore(['linked', 'linked'])
    await settle()

    expect(store.getSnapshot().uploads.map(({ uploadId }) => uploadId)).toEqual(['linked', upload_id, 'other'])
    expect(store.getSnapshot().collections).toEqual(['charts', 'maps'])
  })

  it('shows for five minutes what has ended elsewhere, unless it was cleared here', async () => {
    const ended = (id: string, time: string) => upload({ event: completed({ upload_id: id, timestamp: `2025-12-28T${time}+00:00` }) })
    const answer = {
      entries: [ended('just-now', '04:29:59.000000'), ended('in-time', '04:25:01.000000'), ended('long-ago', '04:24:59.000000')],
      next_cursor: null,
    }
    const { api, store, settle } = setUp()
    api.listUploads.mockResolvedValue(answer)
    await store.restore([])
    await settle()
    expect(store.getSnapshot().uploads.map(({ uploadId }) => uploadId)).toEqual(['just-now', 'in-time'])

    store.dismiss(store.getSnapshot().uploads[0]?.key ?? '')
    const next = setUp()
    next.api.listUploads.mockResolvedValue(answer)
    await next.store.restore([])
    await next.settle()
    expect(next.store.getSnapshot().uploads.map(({ uploadId }) => uploadId)).toEqual(['in-time'])
  })

  it('is not filled with what has ended elsewhere', async () => {
    const { api, store, settle } = setUp()
    const entries = Array.from({ length: 100 }, (_, i) =>
      upload({ event: completed({ upload_id: `u${i}`, timestamp: '2025-12-28T04:29:59.000000+00:00' }) }),
    )
    api.listUploads.mockResolvedValue({ entries, next_cursor: null })
    await store.restore([])
    await settle()

    expect(store.getSnapshot().uploads).toHaveLength(10)
  })

  it('forgets an upload that the server does not know', async () => {
    const { watcher, store, frame, first } = await begun()
    watcher.onEnd('unknown')
    frame()
    expect(first()?.phase).toBe('unknown')

    const next = setUp()
    await next.store.restore([])
    await next.settle()
    expect(next.store.getSnapshot().uploads).toEqual([])
    expect(store.getSnapshot().uploads).toHaveLength(1)
  })

  it('does without a memory that cannot be read', async () => {
    sessionStorage.setItem('ingestd.uploads', '[{"uploadId": 7}, null, "x"')
    const { store, settle } = setUp()
    await store.restore([])
    await settle()

    expect(store.getSnapshot().uploads).toEqual([])
  })
})

it('states and failures are announced, chunks are not', async () => {
  const { watcher, store, frame } = await begun()
  watcher.onEvent(event({ seq: 20, status: 'chunking' }))
  watcher.onEvent(event({ seq: 21, status: 'chunking', current_chunk: 5 }))
  watcher.onEvent(event({ seq: 22, status: 'indexing', documents: { total: 2, completed: 0, failed: 1, current: null } }))
  watcher.onEvent(completed({ message: 'Completed: 1 of 2 documents', documents: { total: 2, completed: 1, failed: 1, current: null } }))
  frame()

  expect(store.getSnapshot().announcements.map(({ text }) => text)).toEqual([
    'a.txt: Chunking',
    'a.txt: Indexing. 1 document failed',
    'a.txt: Completed: 1 of 2 documents',
  ])
})
