import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { completed, event, upload_id } from '../testing/events'
import { fakeApi } from '../testing/fakeApi'
import { followUpload } from './followUpload'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function follow() {
  const { api, watchers } = fakeApi()
  const follower = { onEvent: vi.fn(), onConnection: vi.fn(), onResults: vi.fn(), onUnknown: vi.fn() }
  followUpload(api, upload_id, follower)
  const tell = (about: Parameters<typeof event>[0]) => watchers.get(upload_id)?.onEvent(event(about))
  const end = () => watchers.get(upload_id)?.onEvent(completed())
  return { api, follower, tell, end }
}

it('documents are asked for as chunks land, at most once a second', async () => {
  const { api, follower, tell } = follow()
  for (let chunk = 1; chunk <= 60; chunk += 1) {
    tell({ seq: chunk, current_chunk: chunk })
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(api.getUpload.mock.calls.length).toBeGreaterThanOrEqual(3)
  expect(api.getUpload.mock.calls.length).toBeLessThanOrEqual(4)
  expect(follower.onResults).toHaveBeenCalledTimes(api.getUpload.mock.calls.length)
})

it('documents are not asked for again while nothing changes', async () => {
  const { api, tell } = follow()
  for (let seq = 1; seq <= 60; seq += 1) {
    tell({ seq })
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(api.getUpload).toHaveBeenCalledTimes(1)
})

it('the end asks at once', async () => {
  const { api, tell, end } = follow()
  tell({ seq: 1 })
  await vi.advanceTimersByTimeAsync(100)
  end()
  await vi.advanceTimersByTimeAsync(1)
  expect(api.getUpload).toHaveBeenCalledTimes(2)
})
