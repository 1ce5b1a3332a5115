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

// Whatever a call threw, as what can be shown.
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  const detail = error instanceof Error ? error.message : String(error)
  return { title: 'The answer was not understood', detail, errors: [] }
}

// No answer at all; or not available now, by the server or by what stands before it.
const passing: readonly number[] = [0, 502, 503, 504]

// The same call may do later.
export function mayPass(error: unknown): boolean {
  return error instanceof ApiError && passing.includes(error.status)
}
