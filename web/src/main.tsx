import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { createApi } from './services/api'
import { createUploadStore } from './uploads/uploadStore'
import { IngestdContext } from './uploads/useUploads'
import './theme.css'

// `#upload=ID` shows an upload from elsewhere; several may be named.
function linkedUploads(hash: string): string[] {
  return new URLSearchParams(hash.replace(/^#/, '')).getAll('upload')
}

const api = createApi({ baseUrl: new URL('.', document.baseURI).href })
const uploads = createUploadStore({
  api,
  storage: window.sessionStorage,
  nextFrame: (tell) => {
    requestAnimationFrame(tell)
  },
})
void uploads.restore(linkedUploads(window.location.hash))

const page = document.getElementById('page')
if (!page) throw new Error('the page has no place to be shown in')
createRoot(page).render(
  <StrictMode>
    <IngestdContext value={{ api, uploads }}>
      <App />
    </IngestdContext>
  </StrictMode>,
)
