import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeQueries, madeText } from './made_documents.mjs'

const from = Array.from({ length: 50 }, (_, i) => `paragraph ${i} about something ${'word '.repeat(i)}`)

test('a text is as long as asked for, up to its last paragraph', () => {
  const text = madeText(from, 10_000, 1)
  assert.ok(text.length > 9_500 && text.length < 10_500, `${text.length}`)
})

test('the same number makes the same text, another one another', () => {
  assert.equal(madeText(from, 2000, 7), madeText(from, 2000, 7))
  assert.notEqual(madeText(from, 2000, 7), madeText(from, 2000, 8))
})

test('texts are made of all paragraphs, not of a few', () => {
  const text = madeText(from, 100_000, 3)
  assert.equal(from.filter((paragraph) => !text.includes(paragraph)).length, 0)
})

test('a query is two words', () => {
  for (const query of madeQueries(from, 20)) assert.match(query, /^[a-z]{5,} [a-z]{5,}$/)
})
