import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Snippet, snippetParts } from './Snippet'

it('what was found is marked, the rest is text', () => {
  expect(snippetParts('The <mark>light</mark> of <mark>night</mark>.')).toEqual([
    { text: 'The ', isHit: false },
    { text: 'light', isHit: true },
    { text: ' of ', isHit: false },
    { text: 'night', isHit: true },
    { text: '.', isHit: false },
  ])
})

it('what was escaped once is read once', () => {
  expect(snippetParts('a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39;')).toEqual([
    { text: `a <b> &amp; "c" 'd'`, isHit: false },
  ])
})

it('markup of a document never becomes markup of the page', () => {
  const hostile = '&lt;mark&gt;x&lt;/mark&gt; <img src=x onerror=alert(1)> <mark>y</mark>'
  const { container } = render(<Snippet snippet={hostile} />)

  expect(container.querySelectorAll('*')).toHaveLength(1)
  expect(container.querySelector('mark')?.textContent).toBe('y')
  expect(container.textContent).toBe('<mark>x</mark> <img src=x onerror=alert(1)> y')
})
