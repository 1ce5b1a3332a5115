import type { InlineDocument } from '../services/api'
import text from './finding-your-way.md?raw'

// A small document of our own, for a first try without any file at hand.
export const sample: InlineDocument = {
  content: text,
  filename: 'finding-your-way.md',
  content_type: 'text/markdown',
}
