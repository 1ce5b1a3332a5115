// Runs the load generator against a server, and tells what it found wrong there.
import { spawn } from 'node:child_process'

const overdue = 60 // seconds past a run's own limit, after which it hangs

// Counters of the program's reports that are 0 when every answer and event was right.
const faults = {
  bad: 'wrong answers',
  lost: 'lost connections',
  broken: 'wrong answers to uploads',
  went_back: 'watchers whose progress went back',
  wrong_100: 'watchers told 100 % at another time than the end',
  never_connected: 'watchers never connected',
  bad_events: 'wrong events',
  no_first_event: 'connections without a first event',
  stuck: 'connections stuck',
}

const counted = (count) => count.toLocaleString('en-GB')

// What was wrong in a run, in words; '' when nothing was.
export function faultOf(report) {
  const found = Object.entries(faults)
    .filter(([counter]) => report[counter] > 0)
    .map(([counter, words]) => `${counted(report[counter])} ${words}`)
  if (report.failed > 0)
    found.push(`${counted(report.failed)} ${report.command === 'churn' ? 'connections' : 'uploads'} failed`)
  if (report.first_bad) found.push(`first: ${report.first_bad}`)
  if (report.command === 'fanout' && report.terminal < report.subscribers) {
    const missing = report.subscribers - report.terminal
    found.push(`${counted(missing)} of ${counted(report.subscribers)} watchers without the terminal event in time`)
  }
  if (report.command === 'ingest') {
    const missing = report.uploads - report.completed - report.failed - report.broken
    if (missing > 0) found.push(`${counted(missing)} uploads not done in time`)
  }
  return found.join(', ')
}

// The program's report (`figures`) and the `fault` of the server, if any; without a report, the fault alone.
export function runLoad(program, words, server, secondsMax = 120) {
  return new Promise((resolve) => {
    const child = spawn(program, [...words, '--port', `${server.port}`, '--pid', `${server.pid}`, '--json'])
    let out = ''
    let complaint = ''
    child.stdout.on('data', (bytes) => (out += bytes))
    child.stderr.on('data', (bytes) => (complaint += bytes))
    const timer = setTimeout(() => child.kill('SIGKILL'), 1000 * (secondsMax + overdue))
    child.on('error', (error) => (complaint += error.message))
    child.on('close', (status) => {
      clearTimeout(timer)
      try {
        const figures = JSON.parse(out)
        resolve({
          figures,
          fault: faultOf(figures) || (status === 0 ? '' : 'the load generator found a fault'),
        })
      } catch {
        resolve({ fault: complaint.trim().slice(-300) || 'no answer within the time limit' })
      }
    })
  })
}
