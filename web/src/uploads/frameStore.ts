export interface FrameStore<State> {
  // The state as last told; stays the same object until the next telling.
  readonly getSnapshot: () => State
  // The state with what waits to be told.
  readonly newest: () => State
  // Gives back the undo.
  readonly subscribe: (listener: () => void) => () => void
  // Told with all other changes of its frame.
  readonly update: (change: (state: State) => State) => void
}

// State outside React that is told at most once a frame, however often it changes.
//   nextFrame  runs its argument when the next frame begins
export function createFrameStore<State>(
  initial: State,
  nextFrame: (tell: () => void) => void,
): FrameStore<State> {
  const listeners = new Set<() => void>()
  let told = initial
  let newest = initial
  let waits = false

  const tell = () => {
    waits = false
    if (told === newest) return
    told = newest
    for (const listener of [...listeners]) listener()
  }

  return {
    getSnapshot: () => told,
    newest: () => newest,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    update(change) {
      newest = change(newest)
      if (waits || newest === told) return
      waits = true
      nextFrame(tell)
    },
  }
}
