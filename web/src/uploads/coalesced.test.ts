import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { coalesced } from './coalesced'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('the first ask is answered at once, those that follow too soon become one', async () => {
  const work = vi.fn(() => Promise.resolve())
  const asking = coalesced(work, 500)
  for (let i = 0; i < 20; i += 1) asking.ask()
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(499)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2)
  expect(work).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledTimes(2)
})

it('work is never begun while it runs, and slow work rests longer', async () => {
  const work = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2_000)))
  const asking = coalesced(work, 500)
  asking.ask()
  asking.ask()
  await vi.advanceTimersByTimeAsync(9_900)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(work).toHaveBeenCalledTimes(2)
})

it('what is asked for now does not wait for the rest, only for the run before', async () => {
  const work = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2_000)))
  const asking = coalesced(work, 500)
  asking.ask()
  asking.ask()
  await vi.advanceTimersByTimeAsync(2_500)
  asking.askNow()
  expect(work).toHaveBeenCalledTimes(2)

  asking.askNow()
  await vi.advanceTimersByTimeAsync(2_001)
  expect(work).toHaveBeenCalledTimes(3)
})

it('nothing is begun after it was stopped', async () => {
  const work = vi.fn(() => Promise.resolve())
  const asking = coalesced(work, 500)
  asking.ask()
  asking.ask()
  asking.stop()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(work).toHaveBeenCalledTimes(1)
})
