import { expect, it } from 'vitest'
import { shownName } from './fileName'

it('what would turn a name around, or hide in it, is shown', () => {
  expect(shownName('invoice \u202Efdp.txt')).toBe('invoice [U+202E]fdp.txt')
  expect(shownName('a\u2066b\u2069c\u200Fd\u061Ce')).toBe('a[U+2066]b[U+2069]c[U+200F]d[U+061C]e')
  expect(shownName('two\nlines\u0007\u0085\u2028')).toBe('two[U+000A]lines[U+0007][U+0085][U+2028]')
  expect(shownName('pay\u200Bpal\uFEFF\u00AD\u2060.txt')).toBe('pay[U+200B]pal[U+FEFF][U+00AD][U+2060].txt')
  expect(shownName('tag\u{E0041}')).toBe('tag[U+E0041]')
})

it('names in any script stay as they are', () => {
  for (const name of ['räksmörgås 日本語.txt', 'تقرير.pdf', 'می‌خواهم.txt', '👩‍👩‍👧 family.png', 'a b.md']) {
    expect(shownName(name)).toBe(name)
  }
})
