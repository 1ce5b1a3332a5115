import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { ProgressEvent } from '../services/wire'
import { event, result, upload } from '../testing/events'
import { renderPage } from '../testing/renderPage'
import { UploadList } from './UploadList'

async function withCard() {
  const page = renderPage(<UploadList query="light" />)
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

  expect(card().getByText('Nothing of it is kept.')).toBeTruthy()
  expect(card().queryByText(/chunks|%|document done/)).toBeNull()
  expect(card().queryByRole('progressbar')).toBeNull()
})
