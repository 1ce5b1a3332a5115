import { vi } from 'vitest'
import type { Api } from '../services/api'
import type { UploadWatcher } from '../services/watchUpload'
import { upload, upload_id } from './events'

// An Api whose answers the test gives; `watchers` are those who watch, by upload.
export function fakeApi() {
  const watchers = new Map<string, UploadWatcher>()
  const api = {
    baseUrl: 'http://127.0.0.1:8080',
    startUpload: vi.fn<Api['startUpload']>(() =>
      Promise.resolve({ upload_id, status: 'received', message: 'Upload received. Total documents: 1', timestamp: 1 }),
    ),
    watchUpload: vi.fn<Api['watchUpload']>((uploadId, watcher) => {
      watchers.set(uploadId, watcher)
      return () => {
        watchers.delete(uploadId)
      }
    }),
    getUpload: vi.fn<Api['getUpload']>(() => Promise.resolve(upload())),
    listUploads: vi.fn<Api['listUploads']>(() => Promise.resolve({ entries: [], next_cursor: null })),
    retry: vi.fn<Api['retry']>(() =>
      Promise.resolve({ upload_id: '0e5c3a91-0000', status: 'received', message: 'Upload received. Total documents: 1', timestamp: 1 }),
    ),
    cancel: vi.fn<Api['cancel']>(() => Promise.resolve()),
    collections: vi.fn<Api['collections']>(() => Promise.resolve([])),
    documents: vi.fn<Api['documents']>(() => Promise.resolve({ entries: [], next_cursor: null })),
    search: vi.fn<Api['search']>(() => Promise.resolve({ hits: [], mode: 'keyword' })),
    proof: vi.fn<Api['proof']>(() => Promise.reject(new Error('no proof was given'))),
    originalUrl: (collection: string, documentId: string) => `http://127.0.0.1:8080/${collection}/${documentId}/original`,
    textUrl: (collection: string, documentId: string) => `http://127.0.0.1:8080/${collection}/${documentId}/text`,
  }
  return { api: api satisfies Api, watchers }
}
