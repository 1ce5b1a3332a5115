import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { completed, event } from '../testing/events'
import { FakeSocket, installFakeSocket } from '../testing/fakeSocket'
import { retryDelay, watchUpload } from './watchUpload'

const watcher = { onEvent: vi.fn(), onConnection: vi.fn(), onEnd: vi.fn() }

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetAllMocks()
  installFakeSocket()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const watch = () => watchUpload('ws://host/ws/u', watcher)

describe('watching an upload', () => {
  it('gives each event and closes after the last', () => {
    watch()
    FakeSocket.newest.tell(event())
    FakeSocket.newest.tell(completed())

    expect(watcher.onEvent.mock.calls).toEqual([[event()], [completed()]])
    expect(watcher.onEnd.mock.calls).toEqual([['terminal']])
    expect(FakeSocket.newest.isClosed).toBe(true)
  })

  it('does not come back once the end was told', () => {
    watch()
    FakeSocket.newest.tell(completed())
    FakeSocket.newest.breakOff(1000)
    vi.advanceTimersByTime(3_600_000)

    expect(FakeSocket.opened).toHaveLength(1)
  })

  it('ties a broken line again and goes on', () => {
    watch()
    FakeSocket.newest.tell(event({ seq: 1 }))
    FakeSocket.newest.breakOff()
    expect(watcher.onConnection).toHaveBeenLastCalledWith('waiting')
    vi.advanceTimersByTime(250)
    FakeSocket.newest.tell(event({ seq: 9 }))

    expect(FakeSocket.opened).toHaveLength(2)
    expect(watcher.onEvent).toHaveBeenLastCalledWith(event({ seq: 9 }))
  })

  it('comes back when the server went away in an orderly manner before the end', () => {
    watch()
    FakeSocket.newest.breakOff(1012)
    vi.advanceTimersByTime(250)

    expect(FakeSocket.opened).toHaveLength(2)
  })

  it('tries for as long as it takes', () => {
    watch()
    for (let i = 0; i < 200; i += 1) {
      FakeSocket.newest.breakOff()
      vi.advanceTimersByTime(10_000)
    }

    expect(FakeSocket.opened).toHaveLength(201)
    expect(watcher.onEnd).not.toHaveBeenCalled()
  })

  it('ends when the server does not know the upload', () => {
    watch()
    FakeSocket.newest.breakOff(4404)
    vi.advanceTimersByTime(60_000)

    expect(watcher.onEnd.mock.calls).toEqual([['unknown']])
    expect(FakeSocket.opened).toHaveLength(1)
  })

  it('takes a line that is silent for a minute for dead', () => {
    watch()
    FakeSocket.newest.tell(event())
    vi.advanceTimersByTime(59_000)
    expect(FakeSocket.opened).toHaveLength(1)
    vi.advanceTimersByTime(2_000)

    expect(FakeSocket.opened).toHaveLength(2)
    expect(FakeSocket.opened[0]?.isClosed).toBe(true)
  })

  it('passes over what is not an event', () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    watch()
    FakeSocket.newest.tellText('{"half": ')
    FakeSocket.newest.tell({ ...event(), seq: 'x' })
    FakeSocket.newest.tell(event({ seq: 2 }))

    expect(watcher.onEvent.mock.calls).toEqual([[event({ seq: 2 })]])
    expect(told).toHaveBeenCalledTimes(2)
  })

  it('is undone by what it gave', () => {
    const stop = watch()
    const socket = FakeSocket.newest
    stop()
    socket.tell(event())
    socket.breakOff()
    vi.advanceTimersByTime(60_000)

    expect(watcher.onEvent).not.toHaveBeenCalled()
    expect(FakeSocket.opened).toHaveLength(1)
    expect(socket.isClosed).toBe(true)
  })
})

it('the wait before a retry doubles up to ten seconds, half of it by chance', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 40].map((attempt) => retryDelay(attempt, () => 1))
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 10000, 10000])
  expect(retryDelay(1, () => 0)).toBe(125)
})
