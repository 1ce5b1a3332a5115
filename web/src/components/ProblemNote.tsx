import type { Problem } from '../services/wire'
import { shownName } from '../uploads/fileName'
import './ProblemNote.css'

interface ProblemNoteProps {
  readonly problem: Problem
}

// The detail of a problem with one field is that field's.
function saysMore({ detail, errors }: Problem): boolean {
  return detail !== '' && !errors.some((error) => error.detail !== '' && detail.endsWith(error.detail))
}

// What the server objects to, field by field where it says so.
export function ProblemNote({ problem }: ProblemNoteProps) {
  return (
    <div className="problem">
      <p className="problem-title">{shownName(problem.title)}</p>
      {saysMore(problem) && <p>{shownName(problem.detail)}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ pointer, detail }, i) => (
            <li key={i}>
              {pointer !== '' && <code>{pointer}</code>} {shownName(detail)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
