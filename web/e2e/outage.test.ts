import { expect, it } from 'vitest'
import { longText, report } from './documents'
import { phone, user, withOpenPage } from './openPage'

withOpenPage()

// What the browser itself tells of a server that is not there.
const refused = /ERR_CONNECTION_REFUSED|WebSocket connection/

it('a search that met no server is asked again by itself, and at once by Enter', async () => {
  await user.into('found')
  await user.choose(report(12))
  await user.completes('harbour-report.pdf')
  await user.server.kill()
  await user.search('lamplighter')
  await user.page.getByText('The server cannot be reached.').waitFor()
  await user.shot('search-no-server')
  await user.server.startAgain()
  await user.hits().getByText('page 7', { exact: true }).waitFor({ timeout: 10_000 })

  await user.server.kill()
  await user.search('canaries')
  await user.page.getByText('The server cannot be reached.').waitFor()
  await user.server.startAgain()
  await user.page.getByRole('searchbox').press('Enter')
  await user.hits().getByText('page 7', { exact: true }).waitFor({ timeout: 1_000 })
  expect(await user.page.getByText('The server cannot be reached.').count()).toBe(0)
  user.expectComplaints(refused)
})

it('an upload whose server went away says what is true, and ends when it is back', async () => {
  await user.openElsewhere(phone)
  await user.into('away')
  await user.choose(longText('log.txt', 24))
  await user.card('log.txt').locator('.figures strong').waitFor()
  await user.server.kill()
  await user.card('log.txt').getByText('it goes on, at the latest when the server is back').waitFor()
  await user.shot('upload-no-server')
  await user.server.startAgain()
  await user.completes('log.txt')
  user.expectComplaints(refused)
})
