import type { Status } from '../services/wire'

// The states that an upload walks through, in order, before its last.
export const stages = ['received', 'extracting', 'chunking', 'enriching', 'indexing'] as const

export function statusLabel(status: Status): string {
  switch (status) {
    case 'received':
      return 'Received'
    case 'extracting':
      return 'Extracting'
    case 'chunking':
      return 'Chunking'
    case 'enriching':
      return 'Enriching'
    case 'indexing':
      return 'Indexing'
    case 'completed':
      return 'Completed'
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
    default:
      return status satisfies never
  }
}

// The wire contract's own sign of a state; where a font lacks it, the drawing beside it tells.
export function statusEmoji(status: Status): string {
  switch (status) {
    case 'received':
      return '📥'
    case 'extracting':
      return '📖'
    case 'chunking':
      return '✂️'
    case 'enriching':
      return '✨'
    case 'indexing':
      return '🗂️'
    case 'completed':
      return '✅'
    case 'failed':
      return '❌'
    case 'cancelled':
      return '🚫'
    default:
      return status satisfies never
  }
}
