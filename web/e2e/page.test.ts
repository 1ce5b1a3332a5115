// The page in a real browser, on the real server.
//   INGESTD_BINARY    the server (see server.ts)
//   INGESTD_CHROMIUM  the browser, where it is not Debian's
//   screenshots       of each state, in test-results/

import { mkdir } from 'node:fs/promises'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { pdf } from './pdf'
import { startServer, type RunningServer } from './server'

interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

// What the page showed while it changed, one entry a change.
interface Shown {
  readonly percent: number
  readonly chunks: number
  readonly hits: number
}

const long_ms = 100_000
const shots = 'test-results'

let server: RunningServer
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

const filler = 'Every ship that passed was written down with its hour and its heading and the weather of that night. '

function report(pages: number): Chosen {
  const text = (n: number) => {
    const told = n === 7 ? 'The lamplighter of Port Ingest kept forty-one canaries. ' : ''
    return `Page ${n} of the harbour report. ${told}${filler.repeat(18)}`.trim()
  }
  const buffer = pdf(Array.from({ length: pages }, (_, i) => text(i + 1)))
  return { name: 'harbour-report.pdf', mimeType: 'application/pdf', buffer }
}

// A text that takes a while: every paragraph of its own, with the same word to find in each.
function longText(name: string, mebibytes: number): Chosen {
  const paragraphs: string[] = []
  const one = (n: number) => `Entry ${n}. The lantern of watch ${n} was lit. ${filler.repeat(9)}\n\n`
  for (let n = 0, bytes = 0; bytes < mebibytes * 2 ** 20; n += 1) {
    const paragraph = one(n)
    bytes += paragraph.length
    paragraphs.push(paragraph)
  }
  return { name, mimeType: 'text/plain', buffer: Buffer.from(paragraphs.join('')) }
}

async function open(hash = ''): Promise<Page> {
  const opened = await context.newPage()
  opened.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  opened.on('pageerror', (error) => complaints.push(error.message))
  await opened.goto(`${server.url}/${hash}`)
  await opened.getByRole('heading', { name: 'Upload documents', exact: true }).waitFor()
  return opened
}

async function into(collection: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Collection' }).fill(collection)
}

// Gives the id that the server gave.
async function choose(...files: Chosen[]): Promise<string> {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/upload'))
  await page.locator('input[data-kind=files]').setInputFiles(files)
  // A browser drops the bodies of large exchanges, not their heads.
  return (await answered).headers().location?.replace('/uploads/', '') ?? ''
}

function card(name: string): Locator {
  return page.getByRole('article', { name, exact: true })
}

async function completes(name: string): Promise<void> {
  await card(name).getByText('can be found in').waitFor({ timeout: long_ms })
}

// From now on every change of the page is written down; read by `shown`.
async function watchPage(): Promise<void> {
  await page.evaluate(() => {
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
  return page.evaluate(() => (window as unknown as { ingestdSeen: Shown[] }).ingestdSeen)
}

function shot(name: string): Promise<Buffer> {
  return page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

beforeAll(async () => {
  await mkdir(shots, { recursive: true })
  server = await startServer()
  browser = await chromium.launch({
    executablePath: process.env.INGESTD_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})
beforeEach(async () => {
  complaints = []
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await open()
})
afterEach(async () => {
  await context.close()
  // A refused style or script, a broken request: the page does not do with them silently.
  expect(complaints).toEqual([])
})

it('the page allows itself nothing from elsewhere', async () => {
  const answer = await page.reload()
  const policy = answer?.headers()['content-security-policy'] ?? ''

  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

it('the sample of an empty page can be found', async () => {
  await shot('empty')
  await into('sample')
  await page.getByRole('button', { name: 'Try a sample' }).click()
  await completes('finding-your-way.md')
  await page.getByRole('searchbox', { name: 'Words to find' }).fill('honest blank')

  const hit = page.getByRole('list', { name: 'Passages found' }).getByRole('listitem').first()
  await hit.getByText('finding-your-way.md').waitFor()
  expect(await hit.locator('mark').allTextContents()).toContain('honest')
  await shot('sample')
})

it('the bar of a PDF grows chunk by chunk to the end, and never goes back', async () => {
  await into('reports')
  await watchPage()
  await choose(report(4_000))
  await completes('harbour-report.pdf')

  const seen = await shown()
  const percents = seen.map(({ percent }) => percent)
  const chunks = seen.map(({ chunks: count }) => count)
  expect(new Set(percents).size).toBeGreaterThan(2)
  expect(percents).toEqual([...percents].sort((a, b) => a - b))
  expect(chunks).toEqual([...chunks].sort((a, b) => a - b))
  expect(percents.at(-1)).toBe(100)
  const counter = await card('harbour-report.pdf').locator('.figures strong').textContent()
  const [indexed, total] = (counter ?? '').split(' of ')
  expect(indexed).toBe(total)
  expect(Number(total?.replaceAll(',', ''))).toBeGreaterThanOrEqual(4_000)
  await shot('completed')
})

it('a sentence of a PDF is found with its page', async () => {
  await into('found')
  await choose(report(12))
  await completes('harbour-report.pdf')
  await page.getByRole('searchbox', { name: 'Words to find' }).fill('lamplighter canaries')

  const hit = page.getByRole('list', { name: 'Passages found' }).getByRole('listitem').first()
  await hit.getByText('page 7', { exact: true }).waitFor()
  expect(await hit.textContent()).toContain('harbour-report.pdf')
  expect(await hit.locator('mark').allTextContents()).toEqual(expect.arrayContaining(['lamplighter', 'canaries']))
  await shot('search')
})

it('a document that cannot be read tells why, and the others are there', async () => {
  const picture = { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB', 'base64') }
  await into('partly')
  await choose(picture, report(2))
  await completes('2 documents')

  expect(await card('2 documents').textContent()).toContain('Completed: 1 of 2 documents')
  const row = card('2 documents').getByRole('list', { name: 'Documents' }).getByRole('listitem').filter({ hasText: 'picture.png' })
  await row.locator('.document-reason').waitFor()
  expect((await row.locator('.document-reason').textContent())?.length).toBeGreaterThan(10)
  await shot('partial')
})

it('an upload of which nothing can be read has failed, and says so', async () => {
  await into('nothing')
  await choose({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) })
  await card('empty.txt').getByRole('img', { name: 'Failed' }).waitFor({ timeout: long_ms })
  await card('empty.txt').locator('.document-reason').waitFor()
  await shot('failed')
})

it('what is refused shows the bad field', async () => {
  await into('no such name!')
  await page.locator('input[data-kind=files]').setInputFiles([report(1)])
  await card('harbour-report.pdf').getByText('/collection_name').waitFor()
  await shot('refused')
  // The browser itself tells each answer that is not 2xx.
  complaints = complaints.filter((complaint) => !complaint.includes('422'))
})

it('hits grow while the bar still moves', async () => {
  await into('growing')
  await choose(report(1))
  await completes('harbour-report.pdf')
  await page.getByRole('searchbox', { name: 'Words to find' }).fill('lantern')
  await page.getByText('Nothing found').waitFor()
  await watchPage()
  await choose(longText('watches.txt', 24))
  await page.locator('.hit').first().waitFor({ timeout: long_ms })
  await shot('search-running')
  await completes('watches.txt')

  expect((await shown()).some(({ hits, percent }) => hits > 0 && percent < 100)).toBe(true)
})

it('a reload in the middle of an upload shows the bar where it is', async () => {
  await into('reloaded')
  await choose(longText('log.txt', 24))
  const counter = () => card('log.txt').locator('.figures strong')
  const count = async () => Number((await counter().textContent())?.split(' ')[0]?.replaceAll(',', ''))
  await counter().waitFor({ timeout: long_ms })
  const before = await count()
  await page.reload()
  await counter().waitFor()

  expect(await count()).toBeGreaterThanOrEqual(before)
  await completes('log.txt')
})

it('an upload that is cancelled ends as cancelled', async () => {
  await into('cancelled')
  await choose(longText('log.txt', 24))
  await page.getByRole('button', { name: 'Cancel log.txt' }).click()
  await card('log.txt').getByRole('img', { name: 'Cancelled' }).waitFor({ timeout: long_ms })
  await shot('cancelled')
})

it('an upload that is opened long after its end shows how it ended', async () => {
  await into('late')
  const uploadId = await choose(report(3))
  await completes('harbour-report.pdf')
  await context.close()
  context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 360, height: 740 } })
  page = await open(`#upload=${uploadId}`)

  await card('harbour-report.pdf').getByRole('img', { name: 'Completed' }).waitFor()
  expect(await card('harbour-report.pdf').getByRole('progressbar').getAttribute('value')).toBe('100')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await shot('late-dark-narrow')
})
