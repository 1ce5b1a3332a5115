// Files to choose, made as they are needed.

import { pdf } from './pdf'

export interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const filler = 'Every ship that passed was written down with its hour and its heading and the weather of that night. '

export function report(pages: number): Chosen {
  const text = (n: number) => {
    const told = n === 7 ? 'The lamplighter of Port Ingest kept forty-one canaries. ' : ''
    return `Page ${n} of the harbour report. ${told}${filler.repeat(18)}`.trim()
  }
  const buffer = pdf(Array.from({ length: pages }, (_, i) => text(i + 1)))
  return { name: 'harbour-report.pdf', mimeType: 'application/pdf', buffer }
}

export function plainText(name: string, text: string): Chosen {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
}

// A text that takes a while: every paragraph of its own, with the same word to find in each.
export function longText(name: string, mebibytes: number): Chosen {
  const paragraphs: string[] = []
  const one = (n: number) => `Entry ${n}. The lantern of watch ${n} was lit. ${filler.repeat(9)}\n\n`
  for (let n = 0, bytes = 0; bytes < mebibytes * 2 ** 20; n += 1) {
    const paragraph = one(n)
    bytes += paragraph.length
    paragraphs.push(paragraph)
  }
  return plainText(name, paragraphs.join(''))
}

// One that cannot be read.
export const picture: Chosen = {
  name: 'picture.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB', 'base64'),
}
