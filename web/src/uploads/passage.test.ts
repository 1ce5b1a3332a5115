import { expect, it } from 'vitest'
import { passageText } from './passage'

it('the lines of a page of a PDF are one text', () => {
  expect(passageText('The hard question is therefore\nnot whether <mark>culture</mark>\n is free.', true)).toBe(
    'The hard question is therefore not whether <mark>culture</mark> is free.',
  )
})

it('what stands apart on a page stays apart, and short pieces share a line', () => {
  const long = 'Like the arguments for free software, an argument for free culture stumbles on a confusion.'
  expect(passageText(`${long}\n\n${long}`, true)).toBe(`${long}\n${long}`)
  expect(passageText('<mark>Trace</mark> 1\n\n\nTrace 2\n \nNumber\n\nLinked', true)).toBe(
    '<mark>Trace</mark> 1 · Trace 2 · Number · Linked',
  )
  expect(passageText(`(a)\n\nTrace 1\n\n${long}`, true)).toBe(`(a) · Trace 1\n${long}`)
})

it('elsewhere a line is what its writer made a line, and blank lines take no room', () => {
  expect(passageText('- one\n- two\n\n\n\nThree', false)).toBe('- one\n- two\nThree')
})

it('marks and entities do not make a piece long', () => {
  const piece = '&lt;http://<mark>free</mark>-<mark>culture</mark>.org/get-it&gt;'
  expect(passageText(`128 <mark>FREE</mark> <mark>CULTURE</mark>\n\n${piece}`, true)).toBe(
    `128 <mark>FREE</mark> <mark>CULTURE</mark> · ${piece}`,
  )
})
