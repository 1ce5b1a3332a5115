import { expect, it } from 'vitest'
import { picture, plainText, report } from './documents'
import { showMade } from './madeEvents'
import { desktop, long_ms, phone, user, withOpenPage } from './openPage'
import { coloursAlong } from './pixels'

withOpenPage()

const bar = () => user.page.locator('.chunk-bar')

it('before the first chunk the bar is empty, also to the eye', async () => {
  await user.openElsewhere({ ...desktop, reducedMotion: 'reduce' })
  await showMade({ status: 'extracting', message: 'Extracting text from documents...' })
  await user.page.getByText('No chunks yet').waitFor()
  await user.shot('no-chunks-yet')

  expect(await bar().getByRole('progressbar').getAttribute('value')).toBeNull()
  const colours = (await coloursAlong(bar())).slice(8, -8)
  expect([...new Set(colours)]).toEqual(['230,236,233'])
  // Made events name a collection that is not there.
  user.expectComplaints(/404/)
})

it('the bar of an upload of which half failed is not one of a success', async () => {
  await user.into('partly')
  await user.choose(picture, report(2))
  await user.completes('2 documents')

  const green = '23,105,63'
  // The bar grows to where it stands.
  await expect.poll(async () => (await coloursAlong(bar()))[8]).toBe(green)
  const colours = await coloursAlong(bar())
  expect(colours.slice(8, colours.length * 0.45)).toContain(green)
  expect(colours.slice(colours.length * 0.55)).not.toContain(green)
  await user.shot('partial')

  await user.page.getByText('1 document in partly').waitFor({ timeout: 1_000 })
  expect(await user.card('2 documents').getByText('100 %').count()).toBe(0)
})

it('the reason of a single document that failed is told once', async () => {
  await user.openElsewhere(phone)
  await user.into('nothing')
  await user.choose({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) })
  await user.card('empty.txt').getByRole('img', { name: 'Failed' }).waitFor({ timeout: long_ms })
  await user.card('empty.txt').locator('.document-reason').waitFor()
  await user.shot('failed')

  expect(await user.card('empty.txt').getByText('The document has no bytes.').count()).toBe(1)
})

it('names in any script keep their place, and what would turn them around is shown', async () => {
  await user.openElsewhere(phone)
  await user.into('names')
  await user.choose(
    plainText('räksmörgås 日本語 \u202Efdp.txt', 'The lantern was lit.'),
    plainText('تقرير الميناء.txt', 'The lantern was lit.'),
    plainText(`${'n'.repeat(120)}.txt`, 'The lantern was lit.'),
  )
  await user.completes('3 documents')
  await user.search('lantern')
  await user.hits().nth(2).waitFor()
  await user.shot('names')

  expect(await user.page.getByText('räksmörgås 日本語 [U+202E]fdp.txt', { exact: true }).count()).toBe(3)
  expect(await user.page.content()).not.toContain('\u202E')
  expect(await user.fits()).toBe(true)
})

it('a browser that comes just after the end shows how it ended, until it is cleared', async () => {
  await user.into('late')
  await user.choose(report(3))
  await user.completes('harbour-report.pdf')
  await user.openElsewhere(phone)
  await user.completes('harbour-report.pdf')
  await user.shot('just-ended')

  await user.page.getByRole('button', { name: 'Clear harbour-report.pdf from the page' }).click()
  await user.page.reload()
  await user.page.getByRole('button', { name: 'Try a sample' }).waitFor()
  await user.page.getByText('1 document in late').waitFor()
  expect(await user.card('harbour-report.pdf').count()).toBe(0)
})

it('what failed is taken again, by a button', async () => {
  await user.openElsewhere(phone)
  await user.into('again')
  await user.choose(picture, report(2))
  await user.completes('2 documents')
  await user.shot('retry')
  expect(await user.fits()).toBe(true)
  await user.page.getByRole('button', { name: 'Retry failed documents of 2 documents' }).click()

  await user.card('picture.png').getByRole('img', { name: 'Failed' }).waitFor({ timeout: long_ms })
  expect(await user.card('2 documents').getByRole('button', { name: /Retry/ }).count()).toBe(0)
  await user.page.reload()
  await user.card('picture.png').getByRole('img', { name: 'Failed' }).waitFor()
  await user.card('2 documents').waitFor()
  await expect.poll(() => user.page.getByRole('button', { name: /Retry/ }).count()).toBe(1)
  await user.shot('retried')
})

it('each state stands with its emoji, and with a drawing that wants no font', async () => {
  const emoji = {
    received: '📥',
    extracting: '📖',
    chunking: '✂️',
    enriching: '✨',
    indexing: '🗂️',
    completed: '✅',
    failed: '❌',
    cancelled: '🚫',
  }
  for (const status of Object.keys(emoji) as (keyof typeof emoji)[]) {
    const terminal = ['completed', 'failed', 'cancelled'].includes(status)
    const result = { document_id: 'd', filename: 'report.pdf', status, chunks: 3, pages: 1, warnings: [], error: null }
    await showMade({ status, terminal, message: status, total_chunks: 10, current_chunk: 4, progress_percent: 40 }, [result])
    const signs = user.page.locator('.upload-sign svg')
    await user.page.locator('.document-row').waitFor()
    for (const sign of await signs.all()) {
      expect(new Set(await coloursAlong(sign)).size, `a sign of ${status}`).toBeGreaterThan(1)
    }
    expect(await user.page.locator('.upload-message').textContent()).toContain(emoji[status])
    await user.shot(`status-${status}`)
  }
  user.expectComplaints(/404/)
})
