import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ApiError } from '../services/apiError'
import type { ProgressEvent } from '../services/wire'
import { completed, event, result, upload, upload_id } from '../testing/events'
import { renderPage } from '../testing/renderPage'
import { UploadList } from './UploadList'

async function withCard() {
  const page = renderPage(<UploadList query="light" collection="letters" />)
  page.uploads.start({ collection_name: 'letters', documents: [] }, 'report.pdf')
  await page.settle()
  const card = () => within(screen.getByRole('article', { name: 'report.pdf' }))
  return { ...page, card }
}

function cancelled(about: Partial<ProgressEvent> = {}): ProgressEvent {
  return event({ status: 'cancelled', message: 'Cancelled', seq: 90, terminal: true, eta_seconds: null, ...about })
}

it('of a cancelled upload nothing is kept, and no figures say otherwise', async () => {
  const { api, card, told, settle } = await withCard()
  api.getUpload.mockResolvedValue(upload({ event: cancelled(), results: [result({ status: 'cancelled' })] }))
  await told(cancelled({ current_chunk: 4, total_chunks: 4 }))
  await settle()

  expect(card().getByText('Nothing of it is kept: the collection is as it was.')).toBeTruthy()
  expect(card().queryByText(/chunks|%|document done/)).toBeNull()
  expect(card().queryByRole('progressbar')).toBeNull()
})

it('what failed of an upload is taken again by a button, once', async () => {
  const { api, card, told, settle, user } = await withCard()
  expect(card().queryByRole('button', { name: /^Retry/ })).toBeNull()
  await told(completed({ documents: { total: 3, completed: 1, failed: 2, current: null } }))
  await user.click(card().getByRole('button', { name: 'Retry failed documents of report.pdf' }))
  await settle()

  expect(api.retry.mock.calls).toEqual([[upload_id]])
  expect(screen.getAllByRole('article').map((article) => article.getAttribute('aria-label'))).toEqual([
    'Upload 0e5c3a91',
    'report.pdf',
  ])
  expect(document.activeElement?.textContent).toBe('What failed was taken again, as an upload of its own.')
  expect(card().queryByRole('button', { name: /^Retry/ })).toBeNull()
})

it('a retry that is refused says why, and can be asked for again', async () => {
  const { api, card, told, settle, user } = await withCard()
  await told(event({ status: 'failed', terminal: true, seq: 90, documents: { total: 1, completed: 0, failed: 1, current: null } }))
  api.retry.mockRejectedValueOnce(new ApiError(507, { title: 'Storage full', detail: '', errors: [] }))
  await user.click(card().getByRole('button', { name: /^Retry/ }))
  await settle()

  expect(card().getByText('Storage full')).toBeTruthy()
  await user.click(card().getByRole('button', { name: /^Retry/ }))
  await settle()
  expect(card().queryByText('Storage full')).toBeNull()
})

it('what is left is told from the third second on, when the rate has settled', async () => {
  const { card, told } = await withCard()
  const at = (second: string) => `2025-12-28T04:26:${second}+00:00`
  await told(event({ seq: 20, timestamp: at('08.000000'), current_chunk: 0, eta_seconds: 400 }))
  await told(event({ seq: 21, timestamp: at('10.000000'), current_chunk: 1, eta_seconds: 400 }))
  await told(event({ seq: 22, timestamp: at('11.900000'), current_chunk: 2, eta_seconds: 400 }))
  expect(card().queryByText(/left|chunks\/s/)).toBeNull()

  await told(event({ seq: 23, timestamp: at('12.000000'), current_chunk: 3, eta_seconds: 7 }))
  expect(card().getByText('3 chunks/s · about 7 s left')).toBeTruthy()
  await told(event({ seq: 24, timestamp: at('12.500000'), current_chunk: 4, eta_seconds: 0.4 }))
  expect(card().getByText('3 chunks/s · less than a second left')).toBeTruthy()
})

it('what is left is measured anew after the connection was lost', async () => {
  const { card, told, watchers, settle } = await withCard()
  await told(event({ seq: 21, timestamp: '2025-12-28T04:26:10.000000+00:00' }))
  await told(event({ seq: 22, timestamp: '2025-12-28T04:26:20.000000+00:00' }))
  watchers.get(upload_id)?.onConnection('waiting')
  await settle()
  watchers.get(upload_id)?.onConnection('open')
  await told(event({ seq: 23, timestamp: '2025-12-28T04:26:21.000000+00:00' }))

  expect(card().queryByText(/left/)).toBeNull()
})

it('a lost connection claims nothing about a server that may be gone', async () => {
  const { card, watchers, settle } = await withCard()
  watchers.get(upload_id)?.onConnection('waiting')
  await settle()

  expect(
    card().getByText('The connection is lost; trying again. The upload is safe: it goes on, at the latest when the server is back.'),
  ).toBeTruthy()
})
