// Numbers as the page says them.

export function countWords(current: number, total: number, isEstimate: boolean): string {
  const of = isEstimate ? 'of about' : 'of'
  return `${current.toLocaleString('en')} ${of} ${total.toLocaleString('en')}`
}

// One decimal, never rounded up: 99.95 is not yet 100.
export function percentWords(percent: number): string {
  const tenths = Math.floor(percent * 10 + 1e-6) / 10
  return `${tenths.toLocaleString('en')} %`
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 360) / 10} h`
}

export function leftWords(seconds: number): string {
  return seconds < 1 ? 'less than a second left' : `about ${durationWords(seconds)} left`
}

export function rateWords(perSecond: number): string {
  const figure = perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond)
  return `${figure.toLocaleString('en')} chunks/s`
}

export function bytesWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const
  const step = Math.min(units.length - 1, bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 10))
  const figure = bytes / 1024 ** step
  const shown = step === 0 || figure >= 100 ? Math.round(figure) : Math.round(figure * 10) / 10
  return `${shown.toLocaleString('en')} ${units[step] ?? ''}`
}
