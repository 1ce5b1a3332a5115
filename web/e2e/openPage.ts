// The page in a real browser, on the real server.
//   INGESTD_BINARY    the server (see server.ts)
//   INGESTD_CHROMIUM  the browser, where it is not Debian's
//   screenshots       of each state, in test-results/

import { mkdir } from 'node:fs/promises'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Chosen } from './documents'
import { startServer, type RunningServer } from './server'

export const long_ms = 100_000
const shots = 'test-results'

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }

let browser: Browser
let server: RunningServer
let context: BrowserContext
let page: Page
let complaints: string[]

// What a test does on the page, in the words of somebody who uses it.
export const user = {
  get page(): Page {
    return page
  },
  get server(): RunningServer {
    return server
  },

  async open(hash = ''): Promise<Page> {
    page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`${server.url}/${hash}`)
    await page.getByRole('heading', { name: 'Upload documents', exact: true }).waitFor()
    return page
  },

  // In a browser that has never been here.
  async openElsewhere(options: BrowserContextOptions, hash = ''): Promise<Page> {
    await context.close()
    context = await browser.newContext(options)
    return user.open(hash)
  },

  // The browser itself tells each answer that is not 2xx, and each that does not come.
  expectComplaints(about: RegExp): void {
    complaints = complaints.filter((complaint) => !about.test(complaint))
  },

  async into(collection: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Collection' }).fill(collection)
  },

  // Gives the id that the server gave.
  async choose(...files: Chosen[]): Promise<string> {
    const answered = page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/upload'),
    )
    await page.locator('input[data-kind=files]').setInputFiles(files)
    // A browser drops the bodies of large exchanges, not their heads.
    return (await answered).headers().location?.replace('/uploads/', '') ?? ''
  },

  card(name: string): Locator {
    return page.getByRole('article', { name, exact: true })
  },

  async completes(name: string): Promise<void> {
    await user.card(name).getByText('can be found in').waitFor({ timeout: long_ms })
  },

  async search(words: string): Promise<void> {
    await page.getByRole('searchbox', { name: 'Words to find' }).fill(words)
  },

  hits(): Locator {
    return page.getByRole('list', { name: 'Passages found' }).getByRole('listitem')
  },

  shot(name: string): Promise<Buffer> {
    return page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, animations: 'disabled' })
  },

  async fits(): Promise<boolean> {
    return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
  },
}

// A browser for the tests of a file; a server, its data and an open page for each of them.
export function withOpenPage(): void {
  beforeAll(async () => {
    await mkdir(shots, { recursive: true })
    browser = await chromium.launch({
      executablePath: process.env.INGESTD_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    })
  })
  afterAll(async () => {
    await browser.close()
  })
  beforeEach(async () => {
    complaints = []
    server = await startServer()
    context = await browser.newContext(desktop)
    await user.open()
  })
  afterEach(async () => {
    await context.close()
    await server.stop()
    // A refused style or script, a broken request: the page does not do with them silently.
    expect(complaints).toEqual([])
  })
}
