import { bytesWords, percentWords } from '../uploads/figures'
import './ChunkBar.css'

interface SendBarProps {
  readonly sent: { readonly bytes: number; readonly total: number } | null
}

// The body on its way to the server.
export function SendBar({ sent }: SendBarProps) {
  const percent = sent && sent.total > 0 ? (100 * sent.bytes) / sent.total : undefined
  return (
    <div className="send">
      <div className="chunk-bar" data-moving="true">
        <progress aria-label="Bytes sent" max={100} value={percent} />
      </div>
      <p className="figures">
        <span>{sent ? `${bytesWords(sent.bytes)} of ${bytesWords(sent.total)} sent` : 'Sending…'}</span>
        {percent !== undefined && <span className="figures-percent">{percentWords(percent)}</span>}
      </p>
    </div>
  )
}
