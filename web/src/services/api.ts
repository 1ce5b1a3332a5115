import { exchange } from './exchange'
import { watchUpload, type UploadWatcher } from './watchUpload'
import {
  parseCollections,
  parseDocuments,
  parseFound,
  parseProof,
  parseUpload,
  parseUploadAccepted,
  parseUploadList,
  type CollectionDocument,
  type Found,
  type Hit,
  type Page,
  type Proof,
  type SearchMode,
  type Upload,
  type UploadAccepted,
} from './wire'

export interface InlineDocument {
  readonly content: string
  readonly filename?: string
  readonly content_type?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly id?: string
}

// A file and the name it goes by: its path within the folder that was chosen.
export interface NamedFile {
  readonly file: File
  readonly filename: string
}

export interface UploadOptions {
  readonly chunking?: { readonly max_tokens?: number; readonly overlap_tokens?: number }
}

interface UploadTarget {
  readonly collection_name: string
  readonly force_recreate?: boolean
  readonly options?: UploadOptions
}

// Documents with their text travel as JSON, files as multipart/form-data.
export type UploadRequest = UploadTarget &
  ({ readonly documents: readonly InlineDocument[] } | { readonly files: readonly NamedFile[] })

export interface Sending {
  readonly signal?: AbortSignal
  readonly onSent?: (sent: number, total: number) => void
}

//   mode  not given: as the collection has it
export interface SearchRequest {
  readonly query: string
  readonly limit?: number
  readonly mode?: SearchMode
}

export interface ApiSettings {
  // http or https, with a path prefix where the server stands behind one.
  readonly baseUrl: string
}

function form(request: UploadTarget & { readonly files: readonly NamedFile[] }): FormData {
  const body = new FormData()
  body.append('collection_name', request.collection_name)
  body.append('force_recreate', String(request.force_recreate ?? false))
  if (request.options) body.append('options', JSON.stringify(request.options))
  for (const { file, filename } of request.files) body.append('files', file, filename)
  return body
}

// All talking to the server. A call is given up after 300 s without a byte; watching never is.
//   errors  ApiError from every call; Aborted where a signal was given; WireError for an answer
//           that is not as the contract has it
export function createApi({ baseUrl }: ApiSettings) {
  const base = baseUrl.replace(/\/+$/, '')
  const socketBase = base.replace(/^http/, 'ws')
  const at = (...path: string[]) => [base, ...path.map(encodeURIComponent)].join('/')

  return {
    baseUrl: base,

    // The answer comes once the documents are safe on the server, long before they are indexed.
    async startUpload(request: UploadRequest, sending: Sending = {}): Promise<UploadAccepted> {
      const body = 'files' in request ? { form: form(request) } : { json: request }
      return parseUploadAccepted(await exchange({ method: 'POST', url: at('upload'), ...body, ...sending }))
    },

    watchUpload(uploadId: string, watcher: UploadWatcher): () => void {
      return watchUpload(`${socketBase}/ws/${encodeURIComponent(uploadId)}`, watcher)
    },

    async getUpload(uploadId: string): Promise<Upload> {
      return parseUpload(await exchange({ method: 'GET', url: at('uploads', uploadId) }))
    },

    // Newest first.
    async listUploads(limit: number): Promise<Page<Upload>> {
      return parseUploadList(await exchange({ method: 'GET', url: `${at('uploads')}?limit=${limit}` }))
    },

    // The documents that failed, as a new upload.
    async retry(uploadId: string): Promise<UploadAccepted> {
      return parseUploadAccepted(await exchange({ method: 'POST', url: at('uploads', uploadId, 'retry') }))
    },

    async cancel(uploadId: string): Promise<void> {
      await exchange({ method: 'DELETE', url: at('uploads', uploadId) })
    },

    async collections(): Promise<readonly string[]> {
      return parseCollections(await exchange({ method: 'GET', url: at('collections') }))
    },

    async documents(collection: string, cursor?: string): Promise<Page<CollectionDocument>> {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
      return parseDocuments(
        await exchange({ method: 'GET', url: at('collections', collection, 'documents') + query }),
      )
    },

    async search(collection: string, request: SearchRequest, signal?: AbortSignal): Promise<Found> {
      return parseFound(
        await exchange({
          method: 'POST',
          url: at('collections', collection, 'search'),
          json: request,
          ...(signal && { signal }),
        }),
      )
    },

    // What proves that a passage stands in its document, and where on the page.
    async proof(collection: string, { chunk_id, document_id }: Pick<Hit, 'chunk_id' | 'document_id'>): Promise<Proof> {
      const url = `${at('collections', collection, 'chunks', chunk_id, 'proof')}?document_id=${encodeURIComponent(document_id)}`
      return parseProof(await exchange({ method: 'GET', url }))
    },

    // Addresses to follow: the bytes as they were sent, and the text that was read from them.
    originalUrl: (collection: string, documentId: string) => at('collections', collection, 'documents', documentId, 'original'),
    textUrl: (collection: string, documentId: string) => at('collections', collection, 'documents', documentId, 'text'),
  }
}

export type Api = ReturnType<typeof createApi>
