// Figures over their size. An entry is one as in measurements.mjs, measured once for each of `sizes`; each of its figures
// becomes a picture. `largest`: how far a server goes; further with --large.
import { deliveryMedian, eventsPerProcessorSecond, eventsPerSecond, fanoutLine, underLoad } from './measurements.mjs'
import { defaultPeers, durablePeers } from './servers.mjs'

const peersUpTo = (size) => Object.fromEntries(defaultPeers.map((peer) => [peer, size]))

const overWatchers = {
  name: 'curve-fanout',
  servers: ['ingestd-words', ...defaultPeers],
  axis: 'watchers of one upload',
  sizes: [1, 10, 100, 1000, 5000, 10_000],
  quickSizes: [1, 10, 100],
  largest: peersUpTo(5000),
  seconds: (watchers) => (watchers < 5000 ? 2 + watchers / 500 : watchers / 200),
  run: underLoad(fanoutLine),
  figures: [
    { picture: 'events', title: 'Events received by all watchers', unit: 'events/s', of: eventsPerSecond },
    {
      picture: 'events-per-processor-second',
      title: "Events for each second of the server's processor time",
      unit: 'events/CPU s',
      of: eventsPerProcessorSecond,
    },
    { picture: 'delivery', title: 'Delivery of an event, p50', unit: 'ms', of: deliveryMedian },
  ],
}

const overConnections = {
  name: 'curve-ack',
  servers: ['ingestd', ...durablePeers],
  axis: 'connections',
  sizes: [1, 4, 16, 64, 256, 1024],
  quickSizes: [1, 16],
  seconds: () => 3.2,
  run: underLoad(({ x, quick }) => `ack --connections ${x} --bytes 1024 --seconds ${quick ? 1 : 2}`),
  figures: [
    {
      picture: 'acknowledgements',
      title: 'Acknowledgements, all bytes synced',
      unit: '/s',
      of: (report) => report.requests_per_s,
    },
    {
      picture: 'acknowledgement-p99',
      title: 'Acknowledgement, p99, all bytes synced',
      unit: 'ms',
      of: (report) => report.latency.p99_us / 1000,
    },
  ],
}

const overDocuments = {
  name: 'curve-documents',
  servers: ['ingestd-words', ...defaultPeers],
  axis: 'documents of 1 KiB, 100 an upload',
  sizes: [10, 100, 1000, 10_000, 100_000],
  quickSizes: [10, 100],
  largeSizes: [1_000_000],
  largest: peersUpTo(100_000),
  seconds: (documents) => 1 + documents / 3500,
  run: underLoad(({ x }) => `ingest --documents ${x} --bytes 1024 --batch 100 --seconds 1500`, 1500),
  figures: [
    {
      picture: 'documents',
      title: 'Documents until searchable, keyword index',
      unit: 'documents/s',
      of: (report) => report.documents_per_s,
    },
  ],
}

// Some 8 MiB each, but for documents that are larger.
const overBytes = {
  name: 'curve-size',
  servers: ['ingestd-words', ...defaultPeers],
  axis: 'size of a document',
  base: 2, // of the axis: sizes are powers of two
  sizes: [2 ** 10, 2 ** 14, 2 ** 18, 2 ** 22, 2 ** 26],
  quickSizes: [2 ** 10, 2 ** 18],
  largeSizes: [2 ** 28, 2 ** 30],
  largest: peersUpTo(2 ** 26),
  seconds: (bytes) => (bytes < 4096 ? 14 : 2.5 + bytes / 7e6), // small ones are many
  run: underLoad(({ x, quick }) => {
    const documents = Math.max(1, (quick ? 2 ** 20 : 2 ** 23) / x)
    return `ingest --documents ${documents} --bytes ${x} --mode multipart --seconds 1500`
  }, 1500),
  figures: [
    {
      picture: 'size-speed',
      title: 'Text until searchable, keyword index',
      unit: 'MiB/s',
      of: (report) => report.mib_per_s,
    },
    {
      picture: 'size-memory',
      title: 'Peak memory of the server meanwhile',
      unit: 'MiB',
      of: (report) => report.rss_peak_mib,
    },
  ],
}

export const curves = [overWatchers, overConnections, overDocuments, overBytes]

// The sizes at which a server is measured.
export function sizesOf(curve, server, { quick, large }) {
  if (quick) return curve.quickSizes
  const sizes = large ? [...curve.sizes, ...(curve.largeSizes ?? [])] : curve.sizes
  return sizes.filter((size) => size <= (curve.largest?.[server] ?? Infinity))
}
