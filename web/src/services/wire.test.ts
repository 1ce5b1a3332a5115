import { describe, expect, it } from 'vitest'
import { event, upload_id } from '../testing/events'
import {
  parseCollections,
  parseDocuments,
  parseHits,
  parseProblem,
  parseProgressEvent,
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
  expect(parseHits(wire)).toMatchObject([{ filename: 'a.md', page: 0, headings: [], snippet: '' }])
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
