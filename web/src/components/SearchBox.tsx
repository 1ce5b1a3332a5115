import { useEffect, useId, useState } from 'react'
import { searchModes, type Problem, type SearchMode } from '../services/wire'
import type { UploadsState } from '../uploads/uploadStore'
import { countOf, isOver, type UploadView } from '../uploads/uploadView'
import { useIngestd, useUploads } from '../uploads/useUploads'
import { useSearch, type SearchAnswer } from '../uploads/useSearch'
import { CollectionDocuments } from './CollectionDocuments'
import { SearchHit } from './SearchHit'
import './SearchBox.css'

const hits_step = 10

interface SearchBoxProps {
  readonly query: string
  readonly onQuery: (query: string) => void
}

// The sum of a figure over the shown uploads to a collection.
function sumIn(collection: string, figure: (view: UploadView) => number) {
  return (state: UploadsState) =>
    state.uploads.reduce((sum, view) => sum + (view.collection === collection ? figure(view) : 0), 0)
}

// What an upload held back or takes away comes and goes with its end.
const ended = (view: UploadView) => Number(isOver(view))
const committed = (view: UploadView) => view.event?.current_chunk ?? 0
const completed = (view: UploadView) => view.event?.documents.completed ?? 0

function isGrowing(collection: string) {
  return (state: UploadsState) => state.uploads.some((view) => view.collection === collection && !isOver(view))
}

// That of the newest upload which the server has taken.
const newestCollection = (state: UploadsState) =>
  state.uploads.find(({ phase, collection }) => phase === 'live' && collection !== null)?.collection ??
  state.collections[0] ??
  ''

const modeWords: Readonly<Record<SearchMode, string>> = { keyword: 'Words', vector: 'Meaning', hybrid: 'Both' }

function answerWords(answer: SearchAnswer, limit: number, grows: boolean): string {
  const count = answer.hits.length
  if (count === 0) return grows ? 'Nothing yet. More is being indexed.' : `Nothing found for “${answer.query}”.`
  const found = count >= limit ? `The best ${countOf(count, 'passage')}` : countOf(count, 'passage')
  return grows ? `${found} so far; more is being indexed` : found
}

function ProblemWords({ problem, isRepeated }: { readonly problem: Problem; readonly isRepeated: boolean }) {
  return (
    <>
      <strong>{problem.title}.</strong>{' '}
      {isRepeated ? 'The search is repeated until it is answered; Enter repeats it now.' : problem.detail}
    </>
  )
}

// Asks a collection, also while it fills: hits grow as chunks arrive.
export function SearchBox({ query, onQuery }: SearchBoxProps) {
  const { api } = useIngestd()
  const id = useId()
  const collections = useUploads((state) => state.collections)
  const newest = useUploads(newestCollection)
  const [chosen, setChosen] = useState<string | null>(null)
  const [limit, setLimit] = useState(hits_step)
  const [mode, setMode] = useState<SearchMode | null>(null)
  const collection = chosen ?? newest
  const found = useUploads(sumIn(collection, (view) => committed(view) + ended(view)))
  const changes = useUploads(sumIn(collection, (view) => completed(view) + ended(view)))
  const grows = useUploads(isGrowing(collection))
  const asked = query.trim()
  const { answer, askNow } = useSearch(api, { collection, query: asked, limit, mode, found })

  useEffect(() => {
    setLimit(hits_step)
  }, [collection, asked, mode])

  useEffect(() => {
    setMode(null)
  }, [collection])

  // By itself a search goes beyond words only where a model makes the collection's vectors: only
  // there is a choice.
  const hasChoice = mode !== null || answer?.mode === 'hybrid'

  if (collection === '') return null
  const names = collections.includes(collection) ? collections : [collection, ...collections]
  return (
    <section className="search" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Find a passage</h2>
      <form
        role="search"
        className="search-form"
        onSubmit={(event) => {
          event.preventDefault()
          askNow()
        }}
      >
        <label className="field search-query">
          <span>Words to find</span>
          <input
            type="search"
            value={query}
            autoComplete="off"
            placeholder="What are you looking for?"
            onChange={(event) => {
              onQuery(event.currentTarget.value)
            }}
          />
        </label>
        <label className="field search-collection">
          <span>In</span>
          <select
            value={collection}
            onChange={(event) => {
              setChosen(event.currentTarget.value)
            }}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {hasChoice && (
          <label className="field search-mode">
            <span>By</span>
            <select
              value={mode ?? 'hybrid'}
              onChange={(event) => {
                const chosenMode = event.currentTarget.value
                setMode(searchModes.find((known) => known === chosenMode) ?? null)
              }}
            >
              {searchModes.map((known) => (
                <option key={known} value={known}>
                  {modeWords[known]}
                </option>
              ))}
            </select>
          </label>
        )}
      </form>
      {answer ? (
        <>
          {/* While hits grow, each new count would talk over the upload's news. */}
          <p className="search-found" data-problem={answer.problem !== null} aria-live={grows && !answer.problem ? 'off' : 'polite'}>
            {answer.problem ? (
              <ProblemWords problem={answer.problem} isRepeated={answer.isRepeated} />
            ) : (
              answerWords(answer, limit, grows)
            )}
          </p>
          <ol className="hits" aria-label="Passages found">
            {answer.hits.map((hit) => (
              <SearchHit key={hit.chunk_id} collection={collection} hit={hit} />
            ))}
          </ol>
          {answer.hits.length >= limit && (
            <button
              type="button"
              onClick={() => {
                setLimit(limit + hits_step)
              }}
            >
              Show more passages
            </button>
          )}
        </>
      ) : (
        <p className="search-found">
          {grows ? 'You can search already: what is indexed can be found.' : 'Hits show the passage, its document and its page.'}
        </p>
      )}
      <CollectionDocuments collection={collection} changes={changes} />
    </section>
  )
}
