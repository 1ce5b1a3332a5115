// `ingestd mcp` as a program with a language model sees it: through the protocol's own client.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server'

const built = fileURLToPath(new URL('../../build/release/ingestd', import.meta.url))

interface Passage {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly text: string
  readonly metadata: { readonly collection: string; readonly proof: string }
}

let server: RunningServer
let client: Client

beforeAll(async () => {
  server = await startServer()
  const text = 'The keeper lights the lamp at dusk.\n\nThe harbour closes when the bell has rung.'
  const upload = await fetch(`${server.url}/upload`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ collection_name: 'lights', documents: [{ content: text, filename: 'keeper.txt' }] }),
  })
  const { upload_id } = (await upload.json()) as { upload_id: string }
  await (await fetch(`${server.url}/uploads/${upload_id}/events`)).text() // to its end

  client = new Client({ name: 'test', version: '1' })
  const command = process.env.INGESTD_BINARY ?? built
  await client.connect(new StdioClientTransport({ command, args: ['mcp', '--server', server.url] }))
})

afterAll(async () => {
  await client.close()
  await server.stop()
})

it('introduces itself and its tools', async () => {
  const { tools } = await client.listTools()

  expect(client.getServerVersion()?.name).toBe('ingestd')
  expect(tools.map((tool) => tool.name)).toEqual(['search', 'fetch'])
  await client.ping()
})

// The client itself checks what comes against the tool's output schema.
it('finds a passage, reads on, and shows where it stands', async () => {
  const found = await client.callTool({ name: 'search', arguments: { query: 'lamp at dusk' } })
  const { results } = found.structuredContent as { results: Passage[] }
  const fetched = await client.callTool({ name: 'fetch', arguments: { id: results[0]?.id } })
  const passage = fetched.structuredContent as Passage | undefined

  expect(results[0]?.metadata.collection).toBe('lights')
  expect(passage?.text).toContain('The keeper lights the lamp at dusk.')
  expect(await (await fetch(passage?.url ?? '')).text()).toContain('The harbour closes')
  expect(await (await fetch(passage?.metadata.proof ?? '')).json()).toMatchObject({ verified: true })
})

it('tells a model what it got wrong, and lives through a server that is away', async () => {
  const unknown = await client.callTool({ name: 'search', arguments: { query: 'x', collection: 'boats' } })
  await server.kill()
  const away = await client.callTool({ name: 'search', arguments: { query: 'lamp' } })
  await server.startAgain()
  const back = await client.callTool({ name: 'search', arguments: { query: 'lamp' } })

  expect(unknown.isError).toBe(true)
  expect(unknown.content).toMatchObject([{ text: 'There is no collection boats. There are: lights' }])
  expect(away.isError).toBe(true)
  expect(away.content).toMatchObject([{ text: expect.stringContaining('no server answers') as string }])
  expect((back.structuredContent as { results: Passage[] }).results).toHaveLength(1)
})
