import { vi } from 'vitest'

// A WebSocket whose other end is the test.
export class FakeSocket {
  static opened: FakeSocket[] = []

  // The newest one, which must be there.
  static get newest(): FakeSocket {
    const socket = FakeSocket.opened.at(-1)
    if (!socket) throw new Error('no socket was opened')
    return socket
  }

  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: ((close: { code: number }) => void) | null = null
  isClosed = false

  constructor(readonly url: string) {
    FakeSocket.opened.push(this)
  }

  close() {
    this.isClosed = true
  }

  tell(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) })
  }

  tellText(data: string) {
    this.onmessage?.({ data })
  }

  breakOff(code = 1006) {
    this.onclose?.({ code })
  }
}

// Every WebSocket of this test is a fake one from here on.
export function installFakeSocket() {
  FakeSocket.opened = []
  vi.stubGlobal('WebSocket', FakeSocket)
}
