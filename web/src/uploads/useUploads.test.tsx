import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { event, upload_id } from '../testing/events'
import { renderPage } from '../testing/renderPage'
import { useUploads } from './useUploads'

it('a component renders again only when what it selects has changed', async () => {
  let renders = 0
  function Count() {
    renders += 1
    const count = useUploads((state) => state.uploads.length)
    return <p>{count} uploads</p>
  }
  const { uploads, told, settle } = renderPage(<Count />)
  uploads.start({ collection_name: 'c', documents: [] }, 'a')
  await settle()
  expect(screen.getByText('1 uploads')).toBeTruthy()
  const before = renders

  for (let chunk = 20; chunk < 50; chunk += 1) {
    await told(event({ upload_id, seq: chunk, current_chunk: chunk }))
  }

  expect(renders).toBe(before)
})
