import { useEffect, useRef, useState } from 'react'
import type { Api } from '../services/api'
import { Aborted, ApiError } from '../services/apiError'
import type { Hit } from '../services/wire'
import { coalesced, type Coalesced } from './coalesced'

//   query  what the hits answer; while a newer one is on its way, the one before
export interface SearchAnswer {
  readonly query: string
  readonly hits: readonly Hit[]
  readonly problem: string | null
}

export interface SearchQuestion {
  readonly collection: string
  readonly query: string
  readonly limit: number
  // Chunks committed by the uploads that are watched: a new figure asks the same question again.
  readonly committed: number
}

const requery_apart_ms = 500
const typing_pause_ms = 200

function reason(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The answer was not understood.'
}

// The hits for a question, asked again as chunks arrive; null before there is an answer.
export function useSearch(api: Pick<Api, 'search'>, question: SearchQuestion): SearchAnswer | null {
  const { collection, query, limit, committed } = question
  const [answer, setAnswer] = useState<SearchAnswer | null>(null)
  const again = useRef<Coalesced | null>(null)

  useEffect(() => {
    if (query === '' || collection === '') {
      setAnswer(null)
      return
    }
    const abort = new AbortController()
    const asking = coalesced(async () => {
      try {
        const hits = await api.search(collection, { query, limit }, abort.signal)
        setAnswer({ query, hits, problem: null })
      } catch (error) {
        if (!(error instanceof Aborted)) setAnswer({ query, hits: [], problem: reason(error) })
      }
    }, requery_apart_ms)
    const pause = setTimeout(() => {
      again.current = asking
      asking.ask()
    }, typing_pause_ms)
    return () => {
      clearTimeout(pause)
      again.current = null
      asking.stop()
      abort.abort()
    }
  }, [api, collection, query, limit])

  useEffect(() => {
    again.current?.ask()
  }, [committed])

  return answer
}
