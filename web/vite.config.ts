import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// What `npm run dev` passes on to a running server.
const server = process.env.INGESTD_URL ?? 'http://127.0.0.1:8080'
const passed_on = ['/upload', '/uploads', '/collections', '/healthz', '/readyz']

export default defineConfig({
  plugins: [react()],
  base: './',
  build: {
    target: 'es2022',
    // Nothing is inlined: the page's Content-Security-Policy allows files of its own alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      ...Object.fromEntries(passed_on.map((path) => [path, { target: server, changeOrigin: true }])),
      '/ws': { target: server, changeOrigin: true, ws: true, rewriteWsOrigin: true },
    },
  },
})
