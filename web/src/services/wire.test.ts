import { describe, expect, it } from 'vitest'
import { event, upload_id } from '../testing/events'
import {
  parseCollections,
  parseDocuments,
  parseFound,
  parseProblem,
  parseProgressEvent,
  parseProof,
  parseUpload,
  parseUploadAccepted,
  WireError,
} from './wire'

describe('an event', () => {
  it('is read field by field', () => {
    expect(parseProgressEvent(JSON.parse(JSON.stringify(event())))).toEqual(event())
  })

  it('may hold fields that are not known', () => {
    expect(parseProgressEvent({ ...event(), colour: 'red' })).toEqual(event())
  })

  it('tells what it waits for', () => {
    const waiting_on = { reason: 'queue', detail: 'Two uploads are before it.', position: 3 }
    expect(parseProgressEvent({ ...event(), waiting_on }).waiting_on).toEqual(waiting_on)
  })

  it.each([
    ['a status that is none', { ...event(), status: 'resting' }, 'status'],
    ['a count that is text', { ...event(), current_chunk: '4' }, 'current_chunk'],
    ['no seq', { ...event(), seq: undefined }, 'seq'],
    ['no stages', { ...event(), stages: null }, 'stages'],
    ['a percentage that is no number', { ...event(), progress_percent: Number.NaN }, 'progress_percent'],
    ['a list in its place', [], 'event'],
    ['nothing', null, 'event'],
  ])('with %s is refused by the name of the field', (_, wire, name) => {
    expect(() => parseProgressEvent(wire)).toThrow(WireError)
    expect(() => parseProgressEvent(wire)).toThrow(name)
  })
})

describe('an upload', () => {
  it('tells why a document failed', () => {
    const error = { code: 'no_text', detail: 'It holds no text.', stage: 'extract', page: 2 }
    const wire = { ...event(), results: [{ document_id: 'd', filename: 'a.pdf', status: 'failed', error }] }

    expect(parseUpload(wire).results).toEqual([
      { document_id: 'd', filename: 'a.pdf', status: 'failed', chunks: 0, pages: 0, warnings: [], error },
    ])
  })

  it('in a list has no results', () => {
    expect(parseUpload({ ...event(), collection_name: 'letters' })).toEqual({
      event: event(),
      collection: 'letters',
      retryOf: null,
      results: [],
    })
  })

  it('is accepted with an id', () => {
    const answer = { upload_id, status: 'received', message: 'Upload received.', timestamp: 1234567890 }
    expect(parseUploadAccepted(answer)).toEqual(answer)
    expect(() => parseUploadAccepted({ ...answer, upload_id: null })).toThrow('upload_id')
  })
})

it('a hit of a format without pages has page 0', () => {
  const wire = { hits: [{ chunk_id: 'c', document_id: 'd', filename: 'a.md', text: 't', score: 1, page: null }] }
  const found = parseFound(wire)
  expect(found.hits).toMatchObject([{ filename: 'a.md', page: 0, headings: [], snippet: '' }])
  expect(found.mode).toBe('keyword')
})

it('a search tells how it was made, and a way that is not known is one by words', () => {
  expect(parseFound({ hits: [], mode: 'hybrid' }).mode).toBe('hybrid')
  expect(parseFound({ hits: [], mode: 'telepathy' }).mode).toBe('keyword')
})

describe('a proof', () => {
  const plain = { verified: true, start: 10, end: 20, page: null, document_sha256: 'ab', boxes_unavailable: 'No PDF.' }

  it('has boxes, or says why not', () => {
    const pages = [{ page: 2, width: 612, height: 792 }]
    const boxes = [{ page: 2, x: 60, y: 24, width: 100, height: 11 }]
    expect(parseProof(plain)).toMatchObject({ page: 0, boxes: [], boxesUnavailable: 'No PDF.' })
    expect(parseProof({ ...plain, page: 2, pages, boxes })).toMatchObject({ page: 2, pages, boxes })
  })

  it('that claims nothing proves nothing', () => {
    expect(parseProof({ ...plain, verified: 'yes' }).verified).toBe(false)
    expect(() => parseProof({ verified: true })).toThrow('start')
    expect(() => parseProof({ ...plain, pages: [], boxes: [{ page: 1, x: null }] })).toThrow(/is not a number/)
  })
})

it('collections are told by name, documents by file name', () => {
  expect(parseCollections({ collections: [{ name: 'a', chunks: 2 }] })).toEqual(['a'])
  expect(
    parseDocuments({ documents: [{ document_id: 'd', filename: 'x.md', chunks: 3 }], next_cursor: 'n' }),
  ).toEqual({ entries: [{ document_id: 'd', filename: 'x.md', chunks: 3 }], next_cursor: 'n' })
})

describe('a problem', () => {
  it('names the bad fields', () => {
    const errors = [{ pointer: '/collection_name', detail: 'is empty' }]
    expect(parseProblem({ title: 'Bad fields', detail: 'One.', errors }, 422)).toEqual({
      title: 'Bad fields',
      detail: 'One.',
      errors,
    })
  })

  it('that is no problem+json is told by its status', () => {
    expect(parseProblem('<html>Bad gateway</html>', 502)).toEqual({
      title: 'The server answered 502',
      detail: '',
      errors: [],
    })
  })
})
