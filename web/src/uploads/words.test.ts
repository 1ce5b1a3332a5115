import { expect, it } from 'vitest'
import { bytesWords, countWords, leftWords, percentWords } from './figures'
import { searchSnippet } from './searchSnippet'
import { titleOfNames } from './uploadView'

it('a count says when its total is an estimate', () => {
  expect(countWords(4, 10, false)).toBe('4 of 10')
  expect(countWords(1200, 3400, true)).toBe('1,200 of about 3,400')
})

it('a percentage is never rounded up', () => {
  expect(['99.99', '99.9', '0.05', '66.6', '100'].map((percent) => percentWords(Number(percent)))).toEqual([
    '99.9 %',
    '99.9 %',
    '0 %',
    '66.6 %',
    '100 %',
  ])
})

it('times and sizes are told in the unit that fits', () => {
  expect([0.4, 4.2, 120, 7200].map(leftWords)).toEqual([
    'less than a second left',
    'about 4 s left',
    'about 2 min left',
    'about 2 h left',
  ])
  expect([0, 900, 1536, 2 ** 30].map(bytesWords)).toEqual(['0 bytes', '900 bytes', '1.5 KiB', '1 GiB'])
})

it('files are called by their name, their folder or their number', () => {
  expect(titleOfNames(['a.pdf'])).toBe('a.pdf')
  expect(titleOfNames(['ships/a.pdf', 'ships/b/c.pdf'])).toBe('ships/ (2 documents)')
  expect(titleOfNames(['ships/a.pdf', 'maps/c.pdf'])).toBe('2 documents')
})

it('the lines to copy keep quotes from ending them', () => {
  const call = { baseUrl: 'http://h', collection: 'a b', query: `the keeper's "light"` }
  expect(searchSnippet('curl', call)).toContain(String.raw`-d '{"query":"the keeper'\''s \"light\"","limit":5}'`)
  expect(searchSnippet('curl', call)).toContain(`'http://h/collections/a%20b/search'`)
  expect(searchSnippet('Python', call)).toContain(String.raw`"query": "the keeper's \"light\""`)
  expect(searchSnippet('TypeScript', call)).toContain(String.raw`query: "the keeper's \"light\""`)
})
