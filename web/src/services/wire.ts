// What the server says, as types. Everything off the wire is `unknown` until a function here has
// looked at it; fields that are not known are left alone.
//   errors  WireError names the field that is not as the contract has it
//   source  docs/api.md

export const statuses = [
  'received',
  'extracting',
  'chunking',
  'enriching',
  'indexing',
  'completed',
  'failed',
  'cancelled',
] as const
export type Status = (typeof statuses)[number]

export interface StageCounts {
  readonly chunked: number
  readonly enriched: number
  readonly embedded: number
  readonly indexed: number
}

export interface WaitingOn {
  readonly reason: string
  readonly detail: string
  readonly position: number | null
}

export interface ReportedError {
  readonly code: string
  readonly detail: string
}

// A snapshot, never a delta: the one with the highest `seq` tells everything.
export interface ProgressEvent {
  readonly upload_id: string
  readonly status: Status
  readonly progress_percent: number
  readonly current_chunk: number
  readonly total_chunks: number
  readonly message: string
  readonly timestamp: string
  readonly seq: number
  readonly terminal: boolean
  readonly waiting_on: WaitingOn | null
  readonly total_is_estimate: boolean
  readonly stages: StageCounts
  readonly documents: {
    readonly total: number
    readonly completed: number
    readonly failed: number
    readonly current: string | null
  }
  readonly eta_seconds: number | null
  readonly chunks_per_second: number
  readonly error: ReportedError | null
}

export interface DocumentResult {
  readonly document_id: string
  readonly filename: string
  readonly status: string
  readonly chunks: number
  readonly pages: number
  readonly warnings: readonly string[]
  readonly error: (ReportedError & { readonly stage: string | null; readonly page: number | null }) | null
}

export interface Upload {
  readonly event: ProgressEvent
  readonly collection: string | null
  // The upload whose failed documents it takes again.
  readonly retryOf: string | null
  readonly results: readonly DocumentResult[]
}

export interface UploadAccepted {
  readonly upload_id: string
  readonly status: string
  readonly message: string
  readonly timestamp: number
}

export interface Hit {
  readonly chunk_id: string
  readonly document_id: string
  readonly filename: string
  readonly text: string
  readonly snippet: string
  readonly score: number
  readonly page: number
  readonly headings: readonly string[]
}

// How it was looked for: by words, by what the text resembles, or by both.
export const searchModes = ['keyword', 'vector', 'hybrid'] as const
export type SearchMode = (typeof searchModes)[number]

export interface Found {
  readonly hits: readonly Hit[]
  readonly mode: SearchMode
}

// In points, from the upper left corner of the page.
export interface PageBox {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ShownPage {
  readonly page: number
  readonly width: number
  readonly height: number
}

//   pages, boxes     of a PDF, where the passage can be told on its pages
//   boxesUnavailable why there are none
export interface Proof {
  readonly verified: boolean
  readonly start: number
  readonly end: number
  readonly page: number
  readonly document_sha256: string | null
  readonly pages: readonly ShownPage[]
  readonly boxes: readonly PageBox[]
  readonly boxesUnavailable: string
}

export interface CollectionDocument {
  readonly document_id: string
  readonly filename: string
  readonly chunks: number
}

export interface Page<T> {
  readonly entries: readonly T[]
  readonly next_cursor: string | null
}

// RFC 9457, with the bad fields by JSON pointer.
export interface Problem {
  readonly title: string
  readonly detail: string
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
}

export class WireError extends Error {
  override readonly name = 'WireError'
}

type Fields = Readonly<Record<string, unknown>>

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WireError(`${what} is not an object`)
  }
  return value as Fields
}

function text(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value !== 'string') throw new WireError(`${name} is not a string`)
  return value
}

function number(from: Fields, name: string): number {
  const value = from[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new WireError(`${name} is not a number`)
  return value
}

function flag(from: Fields, name: string): boolean {
  const value = from[name]
  if (typeof value !== 'boolean') throw new WireError(`${name} is not true or false`)
  return value
}

function textOr<T>(from: Fields, name: string, otherwise: T): string | T {
  return typeof from[name] === 'string' ? from[name] : otherwise
}

function numberOr<T>(from: Fields, name: string, otherwise: T): number | T {
  const value = from[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

function texts(from: Fields, name: string): string[] {
  const value = from[name]
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

function list<T>(from: Fields, name: string, parse: (entry: unknown) => T): T[] {
  const value = from[name]
  if (!Array.isArray(value)) throw new WireError(`${name} is not a list`)
  return value.map(parse)
}

function nullable<T>(from: Fields, name: string, parse: (entry: unknown) => T): T | null {
  const value = from[name]
  return value === null || value === undefined ? null : parse(value)
}

export function parseStatus(value: unknown): Status {
  const known = statuses.find((status) => status === value)
  if (known === undefined) throw new WireError(`status is not known: ${String(value)}`)
  return known
}

function parseWaitingOn(value: unknown): WaitingOn {
  const from = fields(value, 'waiting_on')
  const reason = text(from, 'reason')
  return { reason, detail: textOr(from, 'detail', reason), position: numberOr(from, 'position', null) }
}

function parseReportedError(value: unknown): ReportedError {
  const from = fields(value, 'error')
  return { code: text(from, 'code'), detail: text(from, 'detail') }
}

export function parseProgressEvent(value: unknown): ProgressEvent {
  const from = fields(value, 'event')
  const stages = fields(from.stages, 'stages')
  const documents = fields(from.documents, 'documents')
  return {
    upload_id: text(from, 'upload_id'),
    status: parseStatus(from.status),
    progress_percent: number(from, 'progress_percent'),
    current_chunk: number(from, 'current_chunk'),
    total_chunks: number(from, 'total_chunks'),
    message: text(from, 'message'),
    timestamp: text(from, 'timestamp'),
    seq: number(from, 'seq'),
    terminal: flag(from, 'terminal'),
    waiting_on: nullable(from, 'waiting_on', parseWaitingOn),
    total_is_estimate: flag(from, 'total_is_estimate'),
    stages: {
      chunked: number(stages, 'chunked'),
      enriched: number(stages, 'enriched'),
      embedded: number(stages, 'embedded'),
      indexed: number(stages, 'indexed'),
    },
    documents: {
      total: number(documents, 'total'),
      completed: number(documents, 'completed'),
      failed: number(documents, 'failed'),
      current: textOr(documents, 'current', null),
    },
    eta_seconds: numberOr(from, 'eta_seconds', null),
    chunks_per_second: numberOr(from, 'chunks_per_second', 0),
    error: nullable(from, 'error', parseReportedError),
  }
}

function parseDocumentResult(value: unknown): DocumentResult {
  const from = fields(value, 'result')
  return {
    document_id: text(from, 'document_id'),
    filename: textOr(from, 'filename', text(from, 'document_id')),
    status: text(from, 'status'),
    chunks: numberOr(from, 'chunks', 0),
    pages: numberOr(from, 'pages', 0),
    warnings: texts(from, 'warnings'),
    error: nullable(from, 'error', (error) => ({
      ...parseReportedError(error),
      stage: textOr(fields(error, 'error'), 'stage', null),
      page: numberOr(fields(error, 'error'), 'page', null),
    })),
  }
}

export function parseUpload(value: unknown): Upload {
  const from = fields(value, 'upload')
  return {
    event: parseProgressEvent(from),
    collection: textOr(from, 'collection_name', null),
    retryOf: textOr(from, 'retry_of', null),
    results: Array.isArray(from.results) ? from.results.map(parseDocumentResult) : [],
  }
}

export function parseUploadList(value: unknown): Page<Upload> {
  const from = fields(value, 'answer')
  return { entries: list(from, 'uploads', parseUpload), next_cursor: textOr(from, 'next_cursor', null) }
}

export function parseUploadAccepted(value: unknown): UploadAccepted {
  const from = fields(value, 'answer')
  return {
    upload_id: text(from, 'upload_id'),
    status: text(from, 'status'),
    message: text(from, 'message'),
    timestamp: number(from, 'timestamp'),
  }
}

function parseHit(value: unknown): Hit {
  const from = fields(value, 'hit')
  return {
    chunk_id: text(from, 'chunk_id'),
    document_id: text(from, 'document_id'),
    filename: textOr(from, 'filename', text(from, 'document_id')),
    text: text(from, 'text'),
    snippet: textOr(from, 'snippet', ''),
    score: number(from, 'score'),
    page: numberOr(from, 'page', 0),
    headings: texts(from, 'headings'),
  }
}

// A way that is not known here is one by words at least.
export function parseFound(value: unknown): Found {
  const from = fields(value, 'answer')
  const mode = textOr(from, 'mode', 'keyword')
  return { hits: list(from, 'hits', parseHit), mode: searchModes.find((known) => known === mode) ?? 'keyword' }
}

function parseShownPage(value: unknown): ShownPage {
  const from = fields(value, 'page')
  return { page: number(from, 'page'), width: number(from, 'width'), height: number(from, 'height') }
}

function parsePageBox(value: unknown): PageBox {
  const from = fields(value, 'box')
  return { ...parseShownPage(value), x: number(from, 'x'), y: number(from, 'y') }
}

export function parseProof(value: unknown): Proof {
  const from = fields(value, 'answer')
  const hasBoxes = from.boxes !== undefined
  return {
    verified: from.verified === true,
    start: number(from, 'start'),
    end: number(from, 'end'),
    page: numberOr(from, 'page', 0),
    document_sha256: textOr(from, 'document_sha256', null),
    pages: hasBoxes ? list(from, 'pages', parseShownPage) : [],
    boxes: hasBoxes ? list(from, 'boxes', parsePageBox) : [],
    boxesUnavailable: textOr(from, 'boxes_unavailable', ''),
  }
}

// A collection is named by an object with a name, whatever else that tells.
export function parseCollections(value: unknown): string[] {
  return list(fields(value, 'answer'), 'collections', (entry) => text(fields(entry, 'collection'), 'name'))
}

export function parseDocuments(value: unknown): Page<CollectionDocument> {
  const from = fields(value, 'answer')
  const entries = list(from, 'documents', (entry) => {
    const document = fields(entry, 'document')
    const document_id = text(document, 'document_id')
    return {
      document_id,
      filename: textOr(document, 'filename', document_id),
      chunks: numberOr(document, 'chunks', 0),
    }
  })
  return { entries, next_cursor: textOr(from, 'next_cursor', null) }
}

// Any body of an error answer; one that is not problem+json gives the bare status.
export function parseProblem(value: unknown, status: number): Problem {
  const from = typeof value === 'object' && value !== null ? (value as Fields) : {}
  const errors = Array.isArray(from.errors) ? (from.errors as unknown[]) : []
  return {
    title: textOr(from, 'title', `The server answered ${status}`),
    detail: textOr(from, 'detail', ''),
    errors: errors.flatMap((entry) => {
      if (typeof entry !== 'object' || entry === null) return []
      const error = entry as Fields
      return [{ pointer: textOr(error, 'pointer', ''), detail: textOr(error, 'detail', '') }]
    }),
  }
}
