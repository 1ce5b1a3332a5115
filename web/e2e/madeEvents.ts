// Events of the test's own making, for states that pass too quickly on a real server.

import { user } from './openPage'

export function madeEvent(about: Record<string, unknown>): Record<string, unknown> {
  return {
    upload_id: 'made',
    status: 'received',
    progress_percent: 0,
    current_chunk: 0,
    total_chunks: 0,
    message: 'Upload received',
    timestamp: '2025-12-28T04:26:10.123456+00:00',
    seq: 1,
    terminal: false,
    waiting_on: null,
    total_is_estimate: true,
    stages: { chunked: 0, enriched: 0, embedded: 0, indexed: 0 },
    documents: { total: 1, completed: 0, failed: 0, current: null },
    eta_seconds: null,
    chunks_per_second: 0,
    error: null,
    ...about,
  }
}

// Shows an upload as the test has it, with its results.
export async function showMade(about: Record<string, unknown>, results: readonly unknown[] = []): Promise<void> {
  const event = madeEvent(about)
  await user.page.route('**/uploads/made', (route) =>
    route.fulfill({ json: { ...event, collection_name: 'made', results } }),
  )
  await user.page.routeWebSocket('**/ws/made?*', (socket) => {
    socket.send(JSON.stringify(event))
  })
  // Where only what follows the `#` is another, a browser stays on the page that it has.
  await user.page.goto('about:blank')
  await user.page.goto(`${user.server.url}/?#upload=made`)
  await user.page.getByRole('article').waitFor()
}
