import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { App } from './App'
import { ApiError } from './services/apiError'
import { completed, event, found, hit, result, upload, upload_id } from './testing/events'
import { renderPage } from './testing/renderPage'

const report = () => new File(['%PDF'], 'report.pdf', { type: 'application/pdf' })

async function withReport() {
  const page = renderPage(<App />)
  await page.user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
  await page.settle()
  return page
}

describe('taking documents in', () => {
  it('files go to the collection that is filled in', async () => {
    const { api } = await withReport()

    expect(api.startUpload.mock.calls[0]?.[0]).toMatchObject({
      collection_name: 'rag_documents',
      force_recreate: false,
      files: [{ filename: 'report.pdf' }],
    })
  })

  it('the whole collection is replaced when asked for, once', async () => {
    const { api, user, settle } = renderPage(<App />)
    const name = screen.getByRole('textbox', { name: 'Collection' })
    await user.clear(name)
    await user.type(name, 'letters')
    await user.click(screen.getByRole('checkbox', { name: 'Replace the whole collection' }))
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    await settle()

    expect(api.startUpload.mock.calls.map(([request]) => request)).toMatchObject([
      { collection_name: 'letters', force_recreate: true },
      { collection_name: 'letters', force_recreate: false },
    ])
  })

  it('without a collection nothing is sent', async () => {
    const { api, user } = renderPage(<App />)
    await user.clear(screen.getByRole('textbox', { name: 'Collection' }))
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())

    expect(screen.getByRole('alert').textContent).toBe('Name a collection first.')
    expect(api.startUpload).not.toHaveBeenCalled()
  })

  it('the collection and the words to find are still there after a reload', async () => {
    const before = await withReport()
    const name = screen.getByRole('textbox', { name: 'Collection' })
    await before.user.clear(name)
    await before.user.type(name, 'logbook')
    await before.user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    cleanup()
    const { api, user, uploads, settle } = renderPage(<App />)
    uploads.addCollections(['logbook'])
    await settle()

    expect(screen.getByRole('searchbox', { name: 'Words to find' })).toHaveProperty('value', 'light')
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    expect(api.startUpload.mock.calls[0]?.[0].collection_name).toBe('logbook')
  })

  it('the empty page offers a sample', async () => {
    const { api, user, settle } = renderPage(<App />)
    await user.click(screen.getByRole('button', { name: 'Try a sample' }))
    await settle()

    expect(api.startUpload.mock.calls[0]?.[0]).toMatchObject({
      documents: [{ filename: 'finding-your-way.md', content_type: 'text/markdown' }],
    })
    expect(screen.queryByRole('button', { name: 'Try a sample' })).toBeNull()
  })
})

describe('an upload', () => {
  it('shows its state, its chunks and what is left', async () => {
    const { told } = await withReport()
    await told(event({ seq: 16, current_chunk: 1, timestamp: '2025-12-28T04:26:08.000000+00:00' }))
    await told(event({ seq: 18, total_is_estimate: true }))

    const card = within(screen.getByRole('article', { name: 'report.pdf' }))
    expect(card.getByRole('img', { name: 'Chunking' }).tagName).toBe('svg')
    expect(card.getByText('4 of about 10')).toBeTruthy()
    expect(card.getByRole('progressbar', { name: 'Chunks indexed' })).toHaveProperty('value', 40)
    expect(card.getByText(/about 4 s left/)).toBeTruthy()
    expect(card.getByRole('list', { name: 'Stages' }).querySelector('[aria-current]')?.textContent).toContain('Chunking')
  })

  it('says what it waits for', async () => {
    const { told } = await withReport()
    await told(event({ waiting_on: { reason: 'queue', detail: 'Other uploads are before it.', position: 3 } }))

    expect(screen.getByText('Waiting: Other uploads are before it. Place 3 in the queue.')).toBeTruthy()
  })

  it('says when the connection is lost', async () => {
    const { watchers, settle } = await withReport()
    watchers.get(upload_id)?.onConnection('waiting')
    await settle()

    expect(screen.getByText(/The connection is lost; trying again/)).toBeTruthy()
  })

  it('tells for each document why it failed', async () => {
    const { api, told, settle } = await withReport()
    const error = { code: 'malformed', detail: 'The file ends too early.', stage: 'extract', page: 3 }
    api.getUpload.mockResolvedValue(
      upload({ results: [result(), result({ document_id: 'd2', filename: 'torn.pdf', status: 'failed', error })] }),
    )
    await told(completed({ message: 'Completed: 1 of 2 documents', documents: { total: 2, completed: 1, failed: 1, current: null } }))
    await settle()

    const rows = within(screen.getByRole('list', { name: 'Documents' })).getAllByRole('listitem')
    expect(rows.map((row) => row.textContent)).toEqual([
      'torn.pdfFailed. 3 pages · 10 chunksThe file ends too early. (page 3, extract stage)',
      'report.pdfCompleted. 3 pages · 10 chunks',
    ])
    expect(screen.getByText(', 1 failed')).toBeTruthy()
  })

  it('that is done says so and gives lines to use it', async () => {
    const { told, user } = await withReport()
    await told(completed())

    expect(screen.getByText(/10 chunks can be found in/)).toBeTruthy()
    const lines = () => screen.getByRole('tabpanel').textContent
    expect(lines()).toContain("curl -s 'http://127.0.0.1:8080/collections/rag_documents/search'")
    screen.getByRole('tab', { name: 'curl' }).focus()
    await user.keyboard('{ArrowRight}')
    expect(lines()).toContain('urllib.request')
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Python' }))
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(await navigator.clipboard.readText()).toBe(lines())
    expect(screen.getByRole('button', { name: 'Copied' })).toBeTruthy()
  })

  it('that was refused shows the bad fields and can be tried again', async () => {
    const { api, user, settle } = renderPage(<App />)
    const errors = [{ pointer: '/collection_name', detail: 'has a space' }]
    api.startUpload.mockRejectedValueOnce(new ApiError(422, { title: 'Bad fields', detail: '', errors }))
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    await settle()
    expect(screen.getByText('/collection_name').parentElement?.textContent).toBe('/collection_name has a space')

    await user.click(screen.getByRole('button', { name: 'Try report.pdf again' }))
    await settle()
    expect(screen.getByRole('button', { name: 'Cancel report.pdf' })).toBeTruthy()
  })

  it('whose collection was refused goes to the corrected one', async () => {
    const { api, user, settle } = renderPage(<App />)
    const name = screen.getByRole('textbox', { name: 'Collection' })
    const errors = [{ pointer: '/collection_name', detail: 'has a space' }]
    api.startUpload.mockRejectedValueOnce(new ApiError(422, { title: 'Bad fields', detail: '', errors }))
    await user.clear(name)
    await user.type(name, 'bad name!')
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    await settle()
    await user.clear(name)
    await user.type(name, 'good')
    await user.click(screen.getByRole('button', { name: 'Try report.pdf again in good' }))
    await settle()

    expect(api.startUpload.mock.calls.map(([{ collection_name }]) => collection_name)).toEqual(['bad name!', 'good'])
    expect(screen.getByRole('article', { name: 'report.pdf' }).textContent).toContain(' · good')
  })

  it('that met no server goes where it was meant to, whatever the field says now', async () => {
    const { api, user, settle } = renderPage(<App />)
    api.startUpload.mockRejectedValueOnce(new ApiError(0, { title: 'The server cannot be reached', detail: '', errors: [] }))
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), report())
    await settle()
    await user.type(screen.getByRole('textbox', { name: 'Collection' }), '_other')
    await user.click(screen.getByRole('button', { name: 'Try report.pdf again' }))

    expect(api.startUpload.mock.calls[1]?.[0].collection_name).toBe('rag_documents')
  })

  it('is cancelled by its button', async () => {
    const { api, user, told } = await withReport()
    await told(event())
    await user.click(screen.getByRole('button', { name: 'Cancel report.pdf' }))

    expect(api.cancel.mock.calls).toEqual([[upload_id]])
  })

  it('is announced politely', async () => {
    const { told } = await withReport()
    await told(event())

    const news = screen.getByRole('log', { name: 'Upload news' })
    expect(news.getAttribute('aria-live')).toBe('polite')
    expect(news.textContent).toBe('report.pdf: Chunking')
  })
})

it('a name that turns itself around is shown as what it is, wherever it stands', async () => {
  const turned = 'invoice \u202Efdp.txt'
  const { api, uploads, watchers, user, told, settle } = renderPage(<App />)
  api.getUpload.mockResolvedValue(upload({ event: completed(), results: [result({ filename: turned })] }))
  api.documents.mockResolvedValue({ entries: [{ document_id: 'd', filename: turned, chunks: 3 }], next_cursor: null })
  api.search.mockResolvedValue(found(hit({ filename: turned })))
  await uploads.restore([upload_id])
  await settle()
  expect(watchers.has(upload_id)).toBe(true)
  await told(completed())
  await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
  await screen.findByText('1 passage')

  expect(screen.getAllByText('invoice [U+202E]fdp.txt').map(({ className }) => className)).toEqual(
    expect.arrayContaining(['', 'document-name', 'hit-document']),
  )
  expect(screen.getByRole('article').getAttribute('aria-label')).toBe('invoice [U+202E]fdp.txt')
  expect(document.body.innerHTML).not.toContain('\u202E')
})

describe('finding a passage', () => {
  it('shows where it stands, with the words marked', async () => {
    const { api, user, told } = await withReport()
    api.search.mockResolvedValue(found(hit({ snippet: 'The <mark>light</mark>\nhad burned\n\nall night.' })))
    await told(completed())
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')

    const passages = within(await screen.findByRole('list', { name: 'Passages found' }))
    expect(passages.getByText('light').tagName).toBe('MARK')
    expect(passages.getByText('report.pdf')).toBeTruthy()
    expect(passages.getByText('page 3')).toBeTruthy()
    expect(passages.getByText('light').parentElement?.textContent).toBe('The light had burned · all night.')
    expect(passages.getByText('Keepers › Nights')).toBeTruthy()
    // Scores of two searches do not compare, and a word of every chunk scores next to nothing.
    expect(passages.queryByText(/7\.25|^\d+\.\d+$/)).toBeNull()
    expect(screen.getByText('1 passage')).toBeTruthy()
    expect(api.search).toHaveBeenLastCalledWith('rag_documents', { query: 'light', limit: 10 }, expect.anything())
  })

  it('keeps the lines of a slide, which its writer made', async () => {
    const { api, user, told } = await withReport()
    api.search.mockResolvedValue(found(hit({ filename: 'talk.pptx', snippet: '<mark>light</mark>\n\n| lamp | lit |\n| buoy | dark |' })))
    await told(completed())
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')

    expect((await screen.findByText('light')).parentElement?.textContent).toBe('light\n| lamp | lit |\n| buoy | dark |')
  })

  it('is asked again as chunks arrive, so that hits grow', async () => {
    const { api, user, told } = await withReport()
    await told(event({ seq: 20, current_chunk: 1 }))
    api.search.mockResolvedValueOnce(found())
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await screen.findByText('Nothing yet. More is being indexed.')
    api.search.mockResolvedValue(found(hit()))
    await told(event({ seq: 21, current_chunk: 2 }))

    await screen.findByText('1 passage so far; more is being indexed', {}, { timeout: 3_000 })
  })

  it('says what went wrong, and is asked again by Enter', async () => {
    const { api, user, told } = await withReport()
    await told(completed())
    api.search.mockRejectedValue(new ApiError(404, { title: 'Unknown collection', detail: 'It was deleted.', errors: [] }))
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    const problem = await screen.findByText('Unknown collection.')
    expect(problem.parentElement?.textContent).toBe('Unknown collection. It was deleted.')

    api.search.mockResolvedValue(found(hit()))
    await user.keyboard('{Enter}')
    await screen.findByText('1 passage')
  })

  it('tells what is wrong with a collection that is damaged, and does not insist', async () => {
    const { api, user, told } = await withReport()
    await told(completed())
    api.search.mockRejectedValue(new ApiError(500, { title: 'Collection damaged', detail: 'Restore it from a backup.', errors: [] }))
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')

    expect((await screen.findByText('Collection damaged.')).parentElement?.textContent).toContain('Restore it from a backup.')
  })

  it('is asked again by itself until a server that was away is back', async () => {
    const { api, user, told } = await withReport()
    await told(completed())
    api.search.mockRejectedValue(new ApiError(0, { title: 'The server cannot be reached', detail: 'Is it running?', errors: [] }))
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await screen.findByText('The server cannot be reached.')
    api.search.mockResolvedValue(found(hit()))

    await screen.findByText('1 passage', {}, { timeout: 4_000 })
    expect(screen.queryByText('The server cannot be reached.')).toBeNull()
  })

  it('asks for more where there is more', async () => {
    const { api, user, told } = await withReport()
    await told(completed())
    api.search.mockImplementation((_, { limit = 10 }) =>
      Promise.resolve(found(...Array.from({ length: Math.min(limit, 13) }, (_, i) => hit({ chunk_id: `c${i}` })))),
    )
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await user.click(await screen.findByRole('button', { name: 'Show more passages' }))

    await waitFor(() => {
      expect(screen.getByText('13 passages')).toBeTruthy()
    })
    expect(screen.queryByRole('button', { name: 'Show more passages' })).toBeNull()
  })

  it('is asked again when an upload ends, and so is what the collection holds', async () => {
    const { api, user, told } = await withReport()
    const entries = ['a.md', 'torn.pdf'].map((filename) => ({ document_id: filename, filename, chunks: 3 }))
    api.documents.mockResolvedValue({ entries, next_cursor: null })
    const documents = { total: 2, completed: 1, failed: 1, current: null }
    await told(event({ seq: 20, documents }))
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await screen.findByText('2 documents in rag_documents')
    await screen.findByText('Nothing yet. More is being indexed.')
    api.documents.mockResolvedValue({ entries: entries.slice(0, 1), next_cursor: null })
    api.search.mockResolvedValue(found(hit()))
    await told(completed({ current_chunk: 4, documents }))

    await screen.findByText('1 document in rag_documents')
    await screen.findByText('1 passage')
  })

  it('proves a passage when somebody wants to know, and shows where on the page it stands', async () => {
    const { api, user, told } = await withReport()
    api.search.mockResolvedValue(found(hit({ page: 2 })))
    api.proof.mockRejectedValueOnce(new ApiError(404, { title: 'Unknown chunk', detail: '', errors: [] }))
    await told(completed())
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await user.click(await screen.findByText('Proof'))
    await screen.findByText('Unknown chunk.')
    api.proof.mockResolvedValue({
      verified: true,
      start: 10,
      end: 41,
      page: 2,
      document_sha256: 'ab12',
      pages: [{ page: 2, width: 612, height: 792 }],
      boxes: [{ page: 2, x: 60, y: 24, width: 100, height: 11 }],
      boxesUnavailable: '',
    })
    await user.click(screen.getByText('Proof'))
    await user.click(screen.getByText('Proof'))

    expect((await screen.findByText(/exactly these words/)).textContent).toContain('bytes 10 to 41')
    expect(screen.getByRole('img', { name: 'Where the passage stands on page 2' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'The original, page 2' }).getAttribute('href')).toMatch(/original#page=2$/)
    expect(screen.getByText('ab12')).toBeTruthy()
    expect(api.proof).toHaveBeenCalledTimes(2)
  })

  it('offers a choice of how only where more than words are looked at', async () => {
    const { api, user, told } = await withReport()
    api.search.mockResolvedValue(found(hit()))
    await told(completed())
    await user.type(screen.getByRole('searchbox', { name: 'Words to find' }), 'light')
    await screen.findByText('1 passage')
    expect(screen.queryByRole('combobox', { name: 'By' })).toBeNull()

    api.search.mockResolvedValue({ ...found(hit()), mode: 'hybrid' })
    await user.keyboard('{Enter}')
    const by = await screen.findByRole('combobox', { name: 'By' })
    expect(by).toHaveProperty('value', 'hybrid')
    api.search.mockResolvedValue(found(hit()))
    await user.selectOptions(by, 'Words')
    await waitFor(() => {
      expect(api.search).toHaveBeenLastCalledWith('rag_documents', { query: 'light', limit: 10, mode: 'keyword' }, expect.anything())
    })
    expect(screen.getByRole('combobox', { name: 'By' })).toHaveProperty('value', 'keyword')
  })

  it('keeps the list of documents while the server is away', async () => {
    const { api, told } = await withReport()
    api.documents.mockResolvedValue({ entries: [{ document_id: 'd', filename: 'keeper.md', chunks: 3 }], next_cursor: null })
    await told(event({ seq: 20, documents: { total: 2, completed: 1, failed: 0, current: null } }))
    await screen.findByText('1 document in rag_documents')
    api.documents.mockRejectedValue(new ApiError(0, { title: 'The server cannot be reached', detail: '', errors: [] }))
    await told(completed())

    expect(screen.getByText('1 document in rag_documents')).toBeTruthy()
  })

  it('lists what the collection holds', async () => {
    const { api, uploads, settle } = renderPage(<App />)
    api.documents.mockResolvedValue({
      entries: [{ document_id: 'd', filename: 'keeper.md', chunks: 3 }],
      next_cursor: null,
    })
    uploads.addCollections(['letters'])
    await settle()

    expect(await screen.findByText('1 document in letters')).toBeTruthy()
    expect(screen.getByText('keeper.md')).toBeTruthy()
  })
})
