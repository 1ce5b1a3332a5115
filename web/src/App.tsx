import { Announcer } from './components/Announcer'
import { default_collection, DocumentUpload } from './components/DocumentUpload'
import { SearchBox } from './components/SearchBox'
import { UploadList } from './components/UploadList'
import { useRemembered } from './uploads/useRemembered'
import { useUploads } from './uploads/useUploads'
import './App.css'

// What the lines of "Use it" search for until something was searched for here.
const example_query = 'your question'

export function App() {
  const [query, setQuery] = useRemembered('ingestd.query', '')
  const [collection, setCollection] = useRemembered('ingestd.collection', default_collection)
  const isEmpty = useUploads((state) => state.uploads.length === 0 && state.collections.length === 0)
  return (
    <div className="app" data-empty={isEmpty}>
      <header className="app-head">
        <p className="wordmark">
          <span className="wordmark-sign" aria-hidden="true" />
          ingestd
        </p>
        <p className="tagline">Documents in, passages found, every chunk in plain sight.</p>
      </header>
      <main className="app-main">
        <h1 className="sr-only">Upload documents and search them</h1>
        <div className="app-in">
          <DocumentUpload collection={collection} onCollection={setCollection} />
          <UploadList query={query.trim() || example_query} collection={collection.trim()} />
        </div>
        <SearchBox query={query} onQuery={setQuery} />
      </main>
      <Announcer />
    </div>
  )
}
