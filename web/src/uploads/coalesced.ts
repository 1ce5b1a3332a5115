const slowness_factor = 4

// Asks for the same work that come while it runs, or too soon after, become one later run.
export interface Coalesced {
  readonly ask: () => void
  // Without the rest after a run; after the one that runs now, if there is one.
  readonly askNow: () => void
  // Nothing is begun after it.
  readonly stop: () => void
}

// Runs `work` one at a time, with at least `apart_ms` from start to start; slow work is asked for
// less often, so that a busy server is not made busier.
export function coalesced(work: () => Promise<void>, apart_ms: number): Coalesced {
  let state: 'idle' | 'running' | 'resting' | 'stopped' = 'idle'
  let asked: 'no' | 'after a rest' | 'now' = 'no'
  let timer: ReturnType<typeof setTimeout> | undefined

  const isStopped = () => state === 'stopped'
  const isUrgent = () => asked === 'now'
  const begin = () => {
    clearTimeout(timer)
    asked = 'no'
    state = 'running'
    const began = performance.now()
    void work().finally(() => {
      if (isStopped()) return
      if (isUrgent()) {
        begin()
        return
      }
      const took = performance.now() - began
      state = 'resting'
      timer = setTimeout(rested, Math.max(apart_ms - took, took * slowness_factor, 0))
    })
  }
  const rested = () => {
    state = 'idle'
    if (asked !== 'no') begin()
  }

  return {
    ask() {
      if (state === 'idle') begin()
      else if (asked === 'no') asked = 'after a rest'
    },
    askNow() {
      if (state === 'idle' || state === 'resting') begin()
      else asked = 'now'
    },
    stop() {
      state = 'stopped'
      clearTimeout(timer)
    },
  }
}
