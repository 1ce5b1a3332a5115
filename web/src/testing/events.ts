import type { DocumentResult, Found, Hit, ProgressEvent, Upload } from '../services/wire'

export const upload_id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479'

// An event in the middle of things, with what a test cares for.
export function event(about: Partial<ProgressEvent> = {}): ProgressEvent {
  return {
    upload_id,
    status: 'chunking',
    progress_percent: 40,
    current_chunk: 4,
    total_chunks: 10,
    message: 'Chunking documents...',
    timestamp: '2025-12-28T04:26:10.123456+00:00',
    seq: 17,
    terminal: false,
    waiting_on: null,
    total_is_estimate: false,
    stages: { chunked: 8, enriched: 6, embedded: 4, indexed: 4 },
    documents: { total: 1, completed: 0, failed: 0, current: 'report.pdf' },
    eta_seconds: 4.2,
    chunks_per_second: 3,
    error: null,
    ...about,
  }
}

export function completed(about: Partial<ProgressEvent> = {}): ProgressEvent {
  return event({
    status: 'completed',
    progress_percent: 100,
    current_chunk: 10,
    message: 'Completed',
    seq: 99,
    terminal: true,
    eta_seconds: null,
    documents: { total: 1, completed: 1, failed: 0, current: null },
    ...about,
  })
}

export function result(about: Partial<DocumentResult> = {}): DocumentResult {
  return {
    document_id: 'd1',
    filename: 'report.pdf',
    status: 'completed',
    chunks: 10,
    pages: 3,
    warnings: [],
    error: null,
    ...about,
  }
}

export function upload(about: Partial<Upload> = {}): Upload {
  return { event: event(), collection: 'rag_documents', retryOf: null, results: [], ...about }
}

export function found(...hits: Hit[]): Found {
  return { hits, mode: 'keyword' }
}

export function hit(about: Partial<Hit> = {}): Hit {
  return {
    chunk_id: 'c1',
    document_id: 'd1',
    filename: 'report.pdf',
    text: 'The light had burned all night.',
    snippet: 'The <mark>light</mark> had burned all night.',
    score: 7.25,
    page: 3,
    headings: ['Keepers', 'Nights'],
    ...about,
  }
}
