import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Problem } from '../services/wire'
import { ProblemNote } from './ProblemNote'

const textOf = (problem: Problem) => render(<ProblemNote problem={problem} />).container.textContent
const wrong = (pointer: string) => ({ pointer, detail: 'must not hold a space' })

it('what is wrong with the only bad field is told once', () => {
  const errors = [wrong('/collection_name')]

  expect(textOf({ title: 'Invalid fields', detail: 'must not hold a space', errors })).toBe(
    'Invalid fields/collection_name must not hold a space',
  )
  expect(textOf({ title: 'Invalid fields', detail: 'collection_name must not hold a space', errors })).toBe(
    'Invalid fields/collection_name must not hold a space',
  )
})

it('of several bad fields the detail tells more', () => {
  expect(textOf({ title: 'Invalid fields', detail: '2 fields are wrong.', errors: [wrong('/a'), wrong('/b')] })).toBe(
    'Invalid fields2 fields are wrong./a must not hold a space/b must not hold a space',
  )
})
