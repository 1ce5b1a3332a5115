import { act, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import type { ProgressEvent } from '../services/wire'
import { createUploadStore } from '../uploads/uploadStore'
import { IngestdContext } from '../uploads/useUploads'
import { fakeApi } from './fakeApi'

// Components on a store of their own; a frame passes when the test says so, by `act` in `told`.
export function renderPage(page: ReactNode) {
  const { api, watchers } = fakeApi()
  const frames: (() => void)[] = []
  const uploads = createUploadStore({ api, storage: sessionStorage, nextFrame: (tell) => frames.push(tell) })

  // What was promised answers, then the frames that it asked for pass.
  const settle = () =>
    act(async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        await Promise.resolve()
        for (const tell of frames.splice(0)) tell()
      }
    })
  const told = async (event: ProgressEvent) => {
    watchers.get(event.upload_id)?.onEvent(event)
    await settle()
  }
  render(<IngestdContext value={{ api, uploads }}>{page}</IngestdContext>)
  return { api, uploads, watchers, settle, told, user: userEvent.setup() }
}
