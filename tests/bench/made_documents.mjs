// What is uploaded where the load generator's own texts do not do: books in another order each time, and real PDFs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const books = ['txt/unstructured_book-war-and-peace-1225p.txt', 'txt/debian_debian-reference.en.txt']

// Numbers from 0 up to, not including, `below`; the same for the same seed (xorshift).
function numbers(seed) {
  let state = (seed * 0x9e3779b1 + 1) >>> 0
  return (below) => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

export function paragraphs(corpus) {
  const text = books.map((book) => readFileSync(join(corpus, book), 'utf8')).join('\n\n')
  return text.split(/\n\s*\n/).filter((paragraph) => paragraph.length >= 80 && paragraph.length <= 2000)
}

// Some `bytes` of paragraphs, picked by `seed`.
export function madeText(from, bytes, seed) {
  const next = numbers(seed)
  const picked = []
  for (let length = 0; length < bytes; length += picked.at(-1).length + 2) picked.push(from[next(from.length)])
  return picked.join('\n\n')
}

// Two words that stand in one paragraph, `count` times.
export function madeQueries(from, count) {
  const next = numbers(count)
  return Array.from({ length: count }, () => {
    const words = from[next(from.length)].match(/[a-z]{5,}/g) ?? ['prince', 'package']
    return `${words[next(words.length)]} ${words[next(words.length)]}`
  })
}

// The corpus's PDFs that hold text: { files, pages }.
export function textPdfs(corpus) {
  const chosen = JSON.parse(readFileSync(join(corpus, 'manifest.json'), 'utf8')).files.filter(
    ({ file, metadata, tags, ocr }) => file.startsWith('pdf/') && metadata?.pages > 0 && !ocr && !tags?.includes('ocr'),
  )
  return {
    files: chosen.map(({ file }) => join(corpus, file)),
    pages: chosen.reduce((sum, { metadata }) => sum + metadata.pages, 0),
  }
}
