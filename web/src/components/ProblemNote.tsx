import type { Problem } from '../services/wire'
import './ProblemNote.css'

interface ProblemNoteProps {
  readonly problem: Problem
}

// What the server objects to, field by field where it says so.
export function ProblemNote({ problem }: ProblemNoteProps) {
  return (
    <div className="problem">
      <p className="problem-title">{problem.title}</p>
      {problem.detail !== '' && <p>{problem.detail}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ pointer, detail }, i) => (
            <li key={i}>
              {pointer !== '' && <code>{pointer}</code>} {detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
