import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { longText, picture, report } from './documents'
import { long_ms, withOpenPage, user } from './openPage'

// What the page showed while it changed, one entry a change.
interface Shown {
  readonly percent: number
  readonly chunks: number
  readonly hits: number
}

withOpenPage()

// From now on every change of the page is written down; read by `shown`.
async function watchPage(): Promise<void> {
  await user.page.evaluate(() => {
    const seen: Shown[] = []
    Object.assign(window, { ingestdSeen: seen })
    new MutationObserver(() => {
      const bar = document.querySelector<HTMLProgressElement>('.upload progress[aria-label="Chunks indexed"]')
      const counter = document.querySelector('.upload .figures strong')?.textContent ?? '0'
      seen.push({
        percent: bar?.hasAttribute('value') ? bar.value : 0,
        chunks: Number(counter.split(' ')[0]?.replaceAll(',', '')),
        hits: document.querySelectorAll('.hit').length,
      })
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
}

async function shown(): Promise<Shown[]> {
  return user.page.evaluate(() => (window as unknown as { ingestdSeen: Shown[] }).ingestdSeen)
}

it('the page allows itself nothing from elsewhere', async () => {
  const answer = await user.page.reload()
  const policy = answer?.headers()['content-security-policy'] ?? ''

  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

it('the sample of an empty page can be found', async () => {
  await user.shot('empty')
  await user.into('sample')
  await user.page.getByRole('button', { name: 'Try a sample' }).click()
  await user.completes('finding-your-way.md')
  await user.search('honest blank')

  const hit = user.hits().first()
  await hit.getByText('finding-your-way.md').waitFor()
  expect(await hit.locator('mark').allTextContents()).toContain('honest')
  await user.shot('sample')
})

it('the bar of a PDF grows chunk by chunk to the end, and never goes back', async () => {
  await user.into('reports')
  await watchPage()
  await user.choose(report(4_000))
  await user.completes('harbour-report.pdf')

  const seen = await shown()
  const percents = seen.map(({ percent }) => percent)
  const chunks = seen.map(({ chunks: count }) => count)
  expect(new Set(percents).size).toBeGreaterThan(2)
  expect(percents).toEqual([...percents].sort((a, b) => a - b))
  expect(chunks).toEqual([...chunks].sort((a, b) => a - b))
  expect(percents.at(-1)).toBe(100)
  const counter = await user.card('harbour-report.pdf').locator('.figures strong').textContent()
  const [indexed, total] = (counter ?? '').split(' of ')
  expect(indexed).toBe(total)
  expect(Number(total?.replaceAll(',', ''))).toBeGreaterThanOrEqual(4_000)
  await user.shot('completed')
})

it('a sentence of a PDF is found with its page', async () => {
  await user.into('found')
  await user.choose(report(12))
  await user.completes('harbour-report.pdf')
  await user.search('lamplighter canaries')

  const hit = user.hits().first()
  await hit.getByText('page 7', { exact: true }).waitFor()
  expect(await hit.textContent()).toContain('harbour-report.pdf')
  expect(await hit.locator('mark').allTextContents()).toEqual(expect.arrayContaining(['lamplighter', 'canaries']))
  await user.shot('search')
})

it('a sentence that was found is proven, down to its lines on the page', async () => {
  await user.into('proven')
  await user.choose(report(12))
  await user.completes('harbour-report.pdf')
  await user.search('lamplighter canaries')
  const hit = user.hits().first()
  await hit.getByText('Proof', { exact: true }).click()

  const map = hit.getByRole('img', { name: 'Where the passage stands on page 7' })
  await map.waitFor()
  expect(await map.locator('.page-map-passage').count()).toBeGreaterThan(3)
  await hit.getByText('exactly these words').waitFor()
  const download = user.page.waitForEvent('download')
  await hit.getByRole('link', { name: 'The original, page 7' }).click()
  expect((await download).suggestedFilename()).toBe('harbour-report.pdf')
  expect(await user.fits()).toBe(true)
  await user.shot('proof')
})

it('a document that cannot be read tells why, and the others are there', async () => {
  await user.into('partly')
  await user.choose(picture, report(2))
  await user.completes('2 documents')

  expect(await user.card('2 documents').textContent()).toContain('Completed: 1 of 2 documents')
  const row = user.card('2 documents').getByRole('list', { name: 'Documents' }).getByRole('listitem').filter({ hasText: 'picture.png' })
  await row.locator('.document-reason').waitFor()
  expect((await row.locator('.document-reason').textContent())?.length).toBeGreaterThan(10)
  await user.shot('partial-rows')
})

it('what is refused shows the bad field, and is taken once that is corrected', async () => {
  await user.into('no such name!')
  await user.page.locator('input[data-kind=files]').setInputFiles([report(1)])
  await user.card('harbour-report.pdf').getByText('/collection_name').waitFor()
  await user.shot('refused')
  await user.into('good')
  await user.page.getByRole('button', { name: 'Try harbour-report.pdf again in good' }).click()
  await user.completes('harbour-report.pdf')
  user.expectComplaints(/422/)
})

it('every document of this project can be read, as its README has them uploaded', async () => {
  const folder = fileURLToPath(new URL('../../docs/', import.meta.url))
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const documents = files.filter((file) => file.isFile())
  expect(documents.length).toBeGreaterThan(5)
  await user.into('rag_documents')
  await user.page
    .locator('input[data-kind=files]')
    .setInputFiles(documents.map(({ parentPath, name }) => path.join(parentPath, name)))
  await user.completes(`${documents.length} documents`)

  const figures = user.card(`${documents.length} documents`).locator('.figures-small')
  expect(await figures.textContent()).toBe(`${documents.length} of ${documents.length} documents done`)
})

it('hits grow while the bar still moves', async () => {
  await user.into('growing')
  await user.choose(report(1))
  await user.completes('harbour-report.pdf')
  await user.search('lantern')
  await user.page.getByText('Nothing found').waitFor()
  await watchPage()
  await user.choose(longText('watches.txt', 24))
  await user.page.locator('.hit').first().waitFor({ timeout: long_ms })
  await user.shot('search-running')
  await user.completes('watches.txt')

  expect((await shown()).some(({ hits, percent }) => hits > 0 && percent < 100)).toBe(true)
})

it('the row of a document grows with its upload, and ends with it', async () => {
  await user.into('rows')
  await user.page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { ingestdRows: seen })
    new MutationObserver(() => {
      const figures = document.querySelector('.document-figures')?.lastChild?.textContent ?? ''
      if (figures.includes('chunks')) seen.add(figures)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await user.choose(longText('watches.txt', 44))
  await user.completes('watches.txt')
  const total = (await user.card('watches.txt').locator('.figures strong').textContent())?.split(' of ')[1] ?? 'none'
  await user.card('watches.txt').locator('.document-row').getByText(total).waitFor({ timeout: long_ms })

  const figures = await user.page.evaluate(() => [...(window as unknown as { ingestdRows: Set<string> }).ingestdRows])
  expect(figures.length).toBeGreaterThan(1)
})

it('a reload in the middle of an upload shows the bar where it is', async () => {
  await user.into('reloaded')
  await user.choose(longText('log.txt', 24))
  const counter = () => user.card('log.txt').locator('.figures strong')
  const count = async () => Number((await counter().textContent())?.split(' ')[0]?.replaceAll(',', ''))
  await counter().waitFor({ timeout: long_ms })
  const before = await count()
  await user.page.reload()
  await counter().waitFor()
  expect(await user.page.getByRole('textbox', { name: 'Collection' }).inputValue()).toBe('reloaded')

  expect(await count()).toBeGreaterThanOrEqual(before)
  await user.completes('log.txt')
})

it('an upload that is cancelled ends as cancelled', async () => {
  await user.into('cancelled')
  await user.choose(longText('log.txt', 24))
  await user.page.getByRole('button', { name: 'Cancel log.txt' }).click()
  await user.card('log.txt').getByRole('img', { name: 'Cancelled' }).waitFor({ timeout: long_ms })
  await user.card('log.txt').getByText('Nothing of it is kept: the collection is as it was.').waitFor()
  await user.shot('cancelled')
})

it('an upload that is opened long after its end shows how it ended', async () => {
  await user.into('late')
  const uploadId = await user.choose(report(3))
  await user.completes('harbour-report.pdf')
  await user.openElsewhere({ colorScheme: 'dark', viewport: { width: 360, height: 740 } }, `#upload=${uploadId}`)

  await user.card('harbour-report.pdf').getByRole('img', { name: 'Completed' }).waitFor()
  expect(await user.card('harbour-report.pdf').getByRole('progressbar').getAttribute('value')).toBe('100')
  expect(await user.fits()).toBe(true)
  await user.shot('late-dark-narrow')
})
