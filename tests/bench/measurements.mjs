// What is measured: one entry for a load, with the figures that are read off it and the goal of each.
//   name      of the entry; `./dev bench NAME` takes it, or what stands before a dash in it
//   servers   that take part, in turn
//   seconds   what a run takes, roughly (quickSeconds: of --quick): for the estimate of the time left alone
//   run       ({ server, places, quick }) → { figures, fault }; a fresh server each
//   figures   of a run's report: title, unit, which is better ('more' or 'less'), whose it is (`ours`), goals
import { measureAckBesideIngest } from './ack_beside_ingest.mjs'
import { measureGrowth } from './growth.mjs'
import { measureIdleWatchers, withWaitingUpload } from './idle_watchers.mjs'
import { runLoad } from './load_program.mjs'
import { textPdfs } from './made_documents.mjs'
import { measureMutool } from './page_speed.mjs'
import { defaultPeers, durablePeers, withServer } from './servers.mjs'

const ms = (us) => us / 1000
const mebi = 2 ** 20

// A fresh server under one load, whose line may depend on ({ quick, x }).
export const underLoad =
  (line, secondsMax) =>
  ({ server, places, quick, x }) =>
    withServer(server, places, (fresh) => runLoad(places.load, line({ quick, x }).split(' '), fresh, secondsMax))

// ---- acknowledgements

const acknowledgements = (connections) => ({
  name: `ack-${connections}`,
  servers: ['ingestd', ...durablePeers, ...defaultPeers],
  seconds: 4.5,
  run: underLoad(({ quick }) => `ack --connections ${connections} --bytes 1024 --seconds ${quick ? 1 : 3}`),
  figures: [
    {
      title: `acknowledgements, ${connections} connection${connections > 1 ? 's' : ''}, 1 KiB JSON`,
      unit: '/s',
      better: 'more',
      of: (report) => report.requests_per_s,
      goals:
        connections === 16
          ? [
              { against: durablePeers, times: 8 },
              { against: ['node'], times: 1.2 },
            ]
          : [{ against: durablePeers }, { against: ['node'] }],
    },
    {
      title: '– their p99',
      unit: 'ms',
      better: 'less',
      of: (report) => ms(report.latency.p99_us),
      goals: [connections === 16 ? { against: durablePeers, times: 0.3 } : { against: durablePeers }],
    },
  ],
})

const besideIngest = {
  name: 'ack-busy',
  servers: ['ingestd', ...durablePeers],
  seconds: 10,
  run: ({ server, places, quick }) => measureAckBesideIngest(server, places, quick ? 1 : 3),
  figures: [
    {
      title: 'p99 of acknowledgements while a big ingest runs, 16 connections',
      unit: 'ms',
      better: 'less',
      of: ({ busy }) => ms(busy.latency.p99_us),
      goals: [{ against: durablePeers }],
    },
    {
      title: '– times the p99 without it',
      unit: '',
      better: 'less',
      of: ({ idle, busy }) => busy.latency.p99_us / idle.latency.p99_us,
      goals: [{ atMost: 2 }],
    },
  ],
}

// ---- watchers

// Without vectors, which the peers do not make either. Rates are of all events until the last watcher's end: "live" ones
// would tell nothing of a server that connects the last watcher after the end.
// The document has to be long enough for all to connect before it ends.
const textBytes = (watchers, quick) => (watchers >= 5000 ? 12e6 : quick && watchers < 1000 ? 1e6 : 4e6)
export const fanoutLine = ({ x: watchers, quick }) =>
  `fanout --subscribers ${watchers} --bytes ${textBytes(watchers, quick)} --seconds 90`
export const eventsPerSecond = (report) => report.events / report.done_s
export const eventsPerProcessorSecond = (report) => report.events / report.server_cpu_s
export const deliveryMedian = (report) => ms(report.latency_all.p50_us)
export const connectedInTime = (report) => (100 * (report.terminal - report.connected_after_end)) / report.subscribers

const perSecond = (goals) => ({ title: '– events received', unit: '/s', better: 'more', of: eventsPerSecond, goals })
const perProcessorSecond = (count, goals) => {
  const title = `events for each processor second, ${count} watchers`
  return { title, unit: '/CPU s', better: 'more', of: eventsPerProcessorSecond, goals }
}
const delivery = (title, goals) => ({ title, unit: 'ms', better: 'less', of: deliveryMedian, goals })
const inTime = (title, goals) => ({ title, unit: '%', better: 'more', of: connectedInTime, goals })

const fanout = (watchers, { peers = defaultPeers, seconds, figures }) => ({
  name: `fanout-${watchers}`,
  servers: ['ingestd-words', ...peers],
  seconds,
  run: underLoad(({ quick }) => fanoutLine({ x: watchers, quick })),
  figures: figures.map((figure) => ({ ...figure, ours: 'ingestd-words' })),
})

const besideNode = (times) => [{ against: ['node'], times }]
const watchers = [
  fanout(1, { seconds: 1.5, figures: [delivery('delivery to 1 watcher, p50', besideNode(0.3))] }),
  fanout(100, {
    seconds: 3,
    peers: [...defaultPeers, 'raw-push'],
    figures: [
      perProcessorSecond('100', besideNode(1.2)),
      perSecond([...besideNode(), { against: ['raw-push'] }]),
      delivery('– delivery, p50', besideNode(0.8)),
      inTime('– connected before the end, and told it', []),
    ],
  }),
  fanout(1000, {
    seconds: 4,
    peers: [...defaultPeers, 'raw-push'],
    figures: [
      perProcessorSecond('1,000', besideNode(1.2)),
      perSecond([...besideNode(), { against: ['raw-push'], times: 0.7 }]),
      inTime('– connected before the end, and told it', []),
    ],
  }),
  fanout(5000, {
    peers: [], // they do not get as far with 1,000
    seconds: 20,
    figures: [inTime('connected before the end, and told it, of 5,000 watchers', [{ atLeast: 100 }])],
  }),
]

// At an upload that waits: the caches that a document fills are no part of it. The first second makes what stays for the
// server's life; growth is what the rest of the storm adds.
const storm = {
  name: 'churn',
  servers: ['ingestd', ...defaultPeers],
  seconds: 8,
  run: ({ server, places, quick }) =>
    withWaitingUpload(server, places, async (fresh, upload) => {
      const words = (seconds) => ['churn', '--connections', '64', '--seconds', `${seconds}`, '--upload-id', upload]
      const first = await runLoad(places.load, words(1), fresh)
      const rest = await runLoad(places.load, words(quick ? 1 : 4), fresh)
      return { figures: rest.figures, fault: first.fault || rest.fault }
    }),
  figures: [
    {
      title: 'connections that come and go',
      unit: '/s',
      better: 'more',
      of: (report) => report.per_s,
      goals: [{ against: ['node'], times: 1.5 }],
    },
    {
      title: '– descriptors more, after than before',
      unit: '',
      better: 'less',
      of: (report) => report.fds_end - report.fds_start,
      goals: [{ atMost: 0 }],
    },
    {
      title: '– memory after, times that before',
      unit: '',
      better: 'less',
      of: (report) => report.rss_end_mib / report.rss_start_mib,
      goals: [{ atMost: 1.05 }],
    },
  ],
}

const idle = {
  name: 'idle',
  servers: ['ingestd', ...defaultPeers],
  seconds: 5,
  run: ({ server, places }) => measureIdleWatchers(server, places, { some: 1000, many: 5000 }),
  figures: [
    ['some', '1,000'],
    ['many', '5,000'],
  ].map(([key, count]) => ({
    title: `memory for each idle watcher, ${count} of them`,
    unit: 'bytes',
    better: 'less',
    of: (report) => report[key],
    goals: [{ atMost: 8192 }],
  })),
}

// ---- documents

const memoryPeak = (ours) => ({
  title: '– peak memory',
  unit: 'MiB',
  better: 'less',
  ours,
  of: (report) => report.rss_peak_mib,
  goals: [{ against: ['fastapi'], times: 1 }],
})

const textIngest = {
  name: 'ingest-text',
  servers: ['ingestd-words', 'ingestd', ...defaultPeers],
  seconds: 6,
  run: underLoad(({ quick }) => `ingest --documents ${quick ? 200 : 1000} --bytes 16384`),
  figures: [
    {
      title: 'text to searchable, 16 KiB a document, keyword index alone',
      unit: 'MiB/s',
      better: 'more',
      ours: 'ingestd-words',
      of: (report) => report.mib_per_s,
      goals: [{ against: ['node'], times: 3 }, { against: ['fastapi'] }],
    },
    memoryPeak('ingestd-words'),
    {
      title: '– with `hash` vectors, which the peers do not make',
      unit: 'MiB/s',
      better: 'more',
      of: (report) => report.mib_per_s,
      goals: [{ against: ['node'], times: 1 }, { against: ['fastapi'] }],
    },
    memoryPeak('ingestd'),
  ],
}

const pdfIngest = {
  name: 'ingest-pdf',
  needs: 'corpus',
  servers: ['ingestd-no-ocr', ...defaultPeers, 'mutool'],
  seconds: 5.5,
  run: async ({ server, places, quick }) => {
    const pdfs = textPdfs(places.corpus)
    if (server === 'mutool') return measureMutool(pdfs)
    const times = quick ? 1 : 2 // twice, or the last of the long ones is read while the other core waits
    const words = ['ingest', ...pdfs.files, '--mode', 'multipart', '--repeat', `${times}`]
    const { figures, fault } = await withServer(server, places, (fresh) => runLoad(places.load, words, fresh))
    return { figures: figures && { ...figures, pages: times * pdfs.pages }, fault }
  },
  figures: [
    {
      title: 'pages of PDFs, sandboxed, until searchable',
      unit: '/s',
      better: 'more',
      ours: 'ingestd-no-ocr',
      of: (report) => report.pages / report.seconds,
      goals: [{ against: ['fastapi'], times: 1.3 }],
    },
    {
      title: '– for each processor second; mutool only reads',
      unit: '/CPU s',
      better: 'more',
      ours: 'ingestd-no-ocr',
      of: (report) => report.pagesPerProcessorSecond ?? report.pages / report.server_cpu_s,
      goals: [{ against: ['mutool'], times: 0.9 }],
    },
    {
      title: '– cores at work',
      unit: '',
      better: 'more',
      ours: 'ingestd-no-ocr',
      of: (report) => report.server_cpu_s / report.seconds,
      goals: [{ atLeast: 1.6 }],
    },
  ],
}

const grown = (title, unit, better, of, goal) => ({ title, unit, better, of, goals: goal ? [goal] : [] })
const growth = {
  name: 'growth',
  needs: 'corpus',
  servers: ['ingestd'],
  seconds: 300,
  quickSeconds: 15,
  roundsMax: 1, // of three samples each: filling takes minutes
  run: ({ server, places, quick }) =>
    measureGrowth(
      server,
      places,
      quick
        ? { few: 2000, many: 20_000, samples: 1, seconds: 1 }
        : { few: 10_000, many: 1_000_000, samples: 3, seconds: 2 },
    ),
  figures: [
    grown('chunks in the catalog, few', '', 'more', ({ few }) => few.chunks),
    grown('– acknowledgements, 16 connections', '/s', 'more', ({ few }) => few.acks),
    grown('– chunks until searchable', '/s', 'more', ({ few }) => few.chunksPerSecond),
    grown('– memory when idle', 'MiB', 'less', ({ few }) => few.idle / mebi),
    grown('– search, p50', 'ms', 'less', ({ few }) => few.search),
    grown('chunks in the catalog, many', '', 'more', ({ many }) => many.chunks),
    grown('– acknowledgements, times those with few', '', 'more', ({ few, many }) => many.acks / few.acks, {
      atLeast: 0.8,
    }),
    grown(
      '– chunks until searchable, times those with few',
      '',
      'more',
      ({ few, many }) => many.chunksPerSecond / few.chunksPerSecond,
      { atLeast: 0.8 },
    ),
    grown('– memory when idle, times that with few', '', 'less', ({ few, many }) => many.idle / few.idle, {
      atMost: 1.2,
    }),
    grown('– search, p50', 'ms', 'less', ({ many }) => many.search),
    grown(
      '– search, times what a scan of all would have grown',
      '',
      'less',
      ({ few, many }) => many.search / few.search / (many.chunks / few.chunks),
      { atMost: 1 },
    ),
  ],
}

export const measurements = [
  ...[1, 16, 128].map(acknowledgements),
  besideIngest,
  ...watchers,
  storm,
  textIngest,
  pdfIngest,
  idle,
  growth,
]
