const slowness_factor = 4

// Asks for the same work that come while it runs, or too soon after, become one later run.
export interface Coalesced {
  ask(): void
  // Nothing is begun after it.
  stop(): void
}

// Runs `work` one at a time, with at least `apart_ms` from start to start; slow work is asked for
// less often, so that a busy server is not made busier.
export function coalesced(work: () => Promise<void>, apart_ms: number): Coalesced {
  let state: 'idle' | 'running' | 'resting' | 'stopped' = 'idle'
  let asked = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const isStopped = () => state === 'stopped'
  const begin = () => {
    asked = false
    state = 'running'
    const began = performance.now()
    void work().finally(() => {
      if (isStopped()) return
      const took = performance.now() - began
      state = 'resting'
      timer = setTimeout(rested, Math.max(apart_ms - took, took * slowness_factor, 0))
    })
  }
  const rested = () => {
    state = 'idle'
    if (asked) begin()
  }

  return {
    ask() {
      if (state === 'idle') begin()
      else asked = true
    },
    stop() {
      state = 'stopped'
      clearTimeout(timer)
    },
  }
}
