import type { Api, UploadRequest } from '../services/api'
import { Aborted, problemOf } from '../services/apiError'
import type { ProgressEvent } from '../services/wire'
import { announcement } from './announcement'
import { followUpload } from './followUpload'
import { createFrameStore } from './frameStore'
import { addCleared, readCleared, readRemembered, writeRemembered } from './remembered'
import { canRetry, isOver, withConnection, withEvent, type UploadView } from './uploadView'

export interface Announcement {
  readonly id: number
  readonly text: string
}

//   uploads        newest first
//   collections    those that can be searched, as far as is known
//   announcements  the last few, for the live region
export interface UploadsState {
  readonly uploads: readonly UploadView[]
  readonly collections: readonly string[]
  readonly announcements: readonly Announcement[]
}

export interface UploadStoreSettings {
  readonly api: Pick<Api, 'startUpload' | 'watchUpload' | 'getUpload' | 'listUploads' | 'retry' | 'cancel' | 'collections'>
  readonly storage: Storage
  readonly nextFrame: (tell: () => void) => void
  // Milliseconds since 1970.
  readonly now?: () => number
}

// What this page began: kept so that it can be sent again, or taken back while it is on its way.
interface Begun {
  request: UploadRequest
  abort: AbortController
}

const listed_max = 100
// As long as the server itself tells newcomers of an ended upload; a page full of them helps nobody.
const ended_shown_ms = 5 * 60_000
const ended_shown_max = 10
const announcements_max = 5

function begunView(key: string, request: UploadRequest, title: string): UploadView {
  return {
    key,
    uploadId: null,
    collection: request.collection_name,
    title,
    phase: 'sending',
    sent: null,
    connection: 'connecting',
    event: null,
    movingSince: null,
    results: [],
    problem: null,
    isRetried: false,
  }
}

// Every upload that the page shows, from the choosing of its files to its end. Lives outside React
// and is told at most once a frame.
export function createUploadStore({ api, storage, nextFrame, now = Date.now }: UploadStoreSettings) {
  const store = createFrameStore<UploadsState>({ uploads: [], collections: [], announcements: [] }, nextFrame)
  const begun = new Map<string, Begun>()
  const following = new Map<string, () => void>()
  let lastKey = 0
  let lastAnnouncement = 0

  const say = (state: UploadsState, text: string): UploadsState => {
    lastAnnouncement += 1
    const announcements = [...state.announcements, { id: lastAnnouncement, text }]
    return { ...state, announcements: announcements.slice(-announcements_max) }
  }

  const change = (key: string, edit: (view: UploadView) => UploadView) => {
    store.update((state) => {
      const before = state.uploads.find((view) => view.key === key)
      if (!before) return state
      const after = edit(before)
      if (after === before) return state
      const uploads = state.uploads.map((view) => (view === before ? after : view))
      const text = announcement(before, after)
      return text === null ? { ...state, uploads } : say({ ...state, uploads }, text)
    })
  }

  const remember = () => {
    const kept = store.newest().uploads.flatMap(({ uploadId, phase, collection, title }) =>
      uploadId === null || phase === 'unknown' ? [] : [{ uploadId, collection, title }],
    )
    writeRemembered(storage, kept)
  }

  const addCollections = (names: readonly string[]) => {
    store.update((state) => {
      const collections = [...new Set([...state.collections, ...names])].sort()
      return collections.length === state.collections.length ? state : { ...state, collections }
    })
  }

  const follow = (key: string, uploadId: string) => {
    const stop = followUpload(api, uploadId, {
      onEvent(event) {
        change(key, (view) => withEvent(view, event))
      },
      onConnection(connection) {
        change(key, (view) => withConnection(view, connection))
      },
      onResults({ event, collection, retryOf, results }) {
        const retried = store.newest().uploads.find((view) => view.uploadId !== null && view.uploadId === retryOf)
        if (retried) change(retried.key, (view) => ({ ...view, isRetried: true }))
        change(key, (view) => ({
          ...withEvent(view, event),
          results,
          collection: view.collection ?? collection,
        }))
      },
      onUnknown() {
        change(key, (view) => (isOver(view) ? view : { ...view, phase: 'unknown' }))
        remember()
      },
    })
    following.set(key, stop)
  }

  const send = async (key: string, { request, abort }: Begun) => {
    try {
      const { upload_id } = await api.startUpload(request, {
        signal: abort.signal,
        onSent(bytes, total) {
          change(key, (view) => ({ ...view, sent: { bytes, total } }))
        },
      })
      begun.delete(key)
      change(key, (view) => ({ ...view, phase: 'live', uploadId: upload_id }))
      addCollections([request.collection_name])
      remember()
      follow(key, upload_id)
    } catch (error) {
      if (error instanceof Aborted) return
      change(key, (view) => ({ ...view, phase: 'refused', problem: problemOf(error) }))
    }
  }

  // Shows an upload that the server has, unless the page shows it already.
  const show = (
    uploadId: string,
    known: { collection?: string | null; title?: string | null; event?: ProgressEvent } = {},
    place: 'first' | 'last' = 'last',
  ) => {
    if (store.newest().uploads.some((view) => view.uploadId === uploadId)) return
    const key = `shown-${uploadId}`
    const view: UploadView = {
      key,
      uploadId,
      collection: known.collection ?? null,
      title: known.title ?? null,
      phase: 'live',
      sent: null,
      connection: 'connecting',
      event: known.event ?? null,
      movingSince: null,
      results: [],
      problem: null,
      isRetried: false,
    }
    store.update((state) => ({
      ...state,
      uploads: place === 'first' ? [view, ...state.uploads] : [...state.uploads, view],
    }))
    follow(key, uploadId)
  }

  const remove = (key: string) => {
    following.get(key)?.()
    following.delete(key)
    begun.delete(key)
    store.update((state) => ({ ...state, uploads: state.uploads.filter((view) => view.key !== key) }))
    remember()
  }

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,

    start(request: UploadRequest, title: string): void {
      lastKey += 1
      const key = `begun-${lastKey}`
      const sending = { request, abort: new AbortController() }
      begun.set(key, sending)
      store.update((state) => ({ ...state, uploads: [begunView(key, request, title), ...state.uploads] }))
      void send(key, sending)
    },

    // Sends again what was refused, to another collection where one is named.
    sendAgain(key: string, collection: string | null = null): void {
      const sending = begun.get(key)
      if (!sending) return
      sending.abort = new AbortController()
      if (collection !== null) sending.request = { ...sending.request, collection_name: collection }
      const { collection_name } = sending.request
      change(key, (view) => ({ ...view, phase: 'sending', sent: null, problem: null, collection: collection_name }))
      void send(key, sending)
    },

    // What this tab began, the upload that the address names, and what the server works on or has
    // ended just now.
    async restore(linked: readonly string[]): Promise<void> {
      for (const uploadId of linked) show(uploadId)
      for (const { uploadId, ...known } of readRemembered(storage)) show(uploadId, known)
      const [uploads, collections] = await Promise.allSettled([api.listUploads(listed_max), api.collections()])
      if (collections.status === 'fulfilled') addCollections(collections.value)
      if (uploads.status === 'rejected') return
      const cleared = new Set(readCleared(storage))
      const since = now() - ended_shown_ms
      const ended = uploads.value.entries
        .filter(({ event }) => event.terminal && Date.parse(event.timestamp) > since && !cleared.has(event.upload_id))
        .slice(0, ended_shown_max)
      for (const entry of uploads.value.entries) {
        const { event, collection } = entry
        if (!event.terminal || ended.includes(entry)) show(event.upload_id, { collection, event })
      }
    },

    // Has the documents of an upload that failed taken again; they come as an upload of their own.
    async retryFailed(key: string): Promise<void> {
      const view = store.newest().uploads.find((shown) => shown.key === key)
      if (!view?.uploadId || !canRetry(view)) return
      change(key, (shown) => ({ ...shown, isRetried: true, problem: null }))
      try {
        const { upload_id } = await api.retry(view.uploadId)
        show(upload_id, { collection: view.collection }, 'first')
        remember()
      } catch (error) {
        change(key, (shown) => ({ ...shown, isRetried: false, problem: problemOf(error) }))
      }
    },

    // Takes back what is on its way; asks the server to stop what it has.
    async cancel(key: string): Promise<void> {
      const sending = begun.get(key)
      if (sending) {
        sending.abort.abort()
        remove(key)
        return
      }
      const view = store.newest().uploads.find((shown) => shown.key === key)
      if (!view?.uploadId) return
      try {
        await api.cancel(view.uploadId)
      } catch (error) {
        // An upload that has just ended cannot be cancelled, and its end tells so.
        change(key, (shown) => (isOver(shown) ? shown : { ...shown, problem: problemOf(error) }))
      }
    },

    // Takes an upload that is over off the page, for good.
    dismiss(key: string): void {
      const uploadId = store.newest().uploads.find((shown) => shown.key === key)?.uploadId
      if (uploadId) addCleared(storage, uploadId)
      remove(key)
    },

    addCollections,
  }
}

export type UploadStore = ReturnType<typeof createUploadStore>
