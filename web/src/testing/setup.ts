import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// jsdom's files lack what every browser's have.
Object.defineProperty(File.prototype, 'webkitRelativePath', { configurable: true, value: '' })

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})
