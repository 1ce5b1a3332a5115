import { useCallback, useEffect, useRef, useState } from 'react'
import type { Api } from '../services/api'
import { Aborted, mayPass, problemOf } from '../services/apiError'
import type { Hit, Problem, SearchMode } from '../services/wire'
import { coalesced } from './coalesced'

//   query       what the hits answer; while a newer one is on its way, the one before
//   mode        how it was looked for; null where it was not
//   isRepeated  the problem may pass: the same is asked until it is answered
export interface SearchAnswer {
  readonly query: string
  readonly hits: readonly Hit[]
  readonly mode: SearchMode | null
  readonly problem: Problem | null
  readonly isRepeated: boolean
}

export interface SearchQuestion {
  readonly collection: string
  readonly query: string
  readonly limit: number
  // Null: as the collection has it.
  readonly mode: SearchMode | null
  // A new figure asks the same question again: there may be more to find, or less.
  readonly found: number
}

//   answer  null before there is one
//   askNow  asks the same question again, without waiting for anything
export interface Search {
  readonly answer: SearchAnswer | null
  readonly askNow: () => void
}

// The question that stands, once typing has paused.
interface Asking {
  readonly again: () => void
  readonly now: () => void
}

const requery_apart_ms = 500
const typing_pause_ms = 200
const repeat_ms = 2_000

// The hits for a question, asked again as chunks arrive, and for as long as the server is away.
export function useSearch(api: Pick<Api, 'search'>, question: SearchQuestion): Search {
  const { collection, query, limit, mode, found } = question
  const [answer, setAnswer] = useState<SearchAnswer | null>(null)
  const standing = useRef<Asking | null>(null)

  useEffect(() => {
    if (query === '' || collection === '') {
      setAnswer(null)
      return
    }
    const abort = new AbortController()
    let hasBegun = false
    let repeat: ReturnType<typeof setTimeout> | undefined
    const asking = coalesced(async () => {
      hasBegun = true
      clearTimeout(pause)
      clearTimeout(repeat)
      try {
        const request = { query, limit, ...(mode && { mode }) }
        const answered = await api.search(collection, request, abort.signal)
        setAnswer({ query, ...answered, problem: null, isRepeated: false })
      } catch (error) {
        if (error instanceof Aborted) return
        const isRepeated = mayPass(error)
        setAnswer({ query, hits: [], mode: null, problem: problemOf(error), isRepeated })
        if (isRepeated) repeat = setTimeout(asking.askNow, repeat_ms)
      }
    }, requery_apart_ms)
    const pause = setTimeout(asking.ask, typing_pause_ms)
    standing.current = {
      again: () => {
        if (hasBegun) asking.ask()
      },
      now: asking.askNow,
    }
    return () => {
      clearTimeout(pause)
      clearTimeout(repeat)
      standing.current = null
      asking.stop()
      abort.abort()
    }
  }, [api, collection, query, limit, mode])

  useEffect(() => {
    standing.current?.again()
  }, [found])

  const askNow = useCallback(() => {
    standing.current?.now()
  }, [])
  return { answer, askNow }
}
