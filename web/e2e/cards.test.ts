import { expect, it } from 'vitest'
import { picture, report } from './documents'
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
  await user.shot('partial')

  const colours = await coloursAlong(bar())
  const [done, failed] = [colours.slice(8, colours.length * 0.45), colours.slice(colours.length * 0.55, -8)]
  const green = '23,105,63'
  expect(done).toContain(green)
  expect(failed).not.toContain(green)
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
