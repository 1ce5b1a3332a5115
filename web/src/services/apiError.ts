import type { Problem } from './wire'

// A call that did not end well.
//   status  of the answer; 0 when there was none (no connection, no byte for too long)
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail || problem.title)
  }
}

// The caller took the call back: nothing to tell anybody.
export class Aborted extends Error {
  override readonly name = 'Aborted'
}
