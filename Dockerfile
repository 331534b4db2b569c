# syntax=docker/dockerfile:1
# `npm run image:check` runs these steps without a container engine.

FROM node:24-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
RUN npm run build

FROM node:24-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && \
    find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete

# No shell, no package manager, not root. Nothing writes to /app.
FROM gcr.io/distroless/nodejs24-debian13:nonroot
LABEL org.opencontainers.image.title="chat-metadata-gateway" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# The C library keeps memory that was given back: with one arena, and a limit for what is kept, 10 MB less.
# The gateway writes its address for the health check to memory: the root file system may be read-only.
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 \
    GATEWAY_ADDRESS_FILE=/dev/shm/chat-metadata-gateway
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
USER 65532:65532
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["/nodejs/bin/node", "dist/bin/healthcheck.js"]
# Objects of one call stay in V8's young generation, which may grow to 8 MB: with less a call costs more CPU. After a
# busy period V8 would otherwise allocate them in the old generation, which grows by 30 % before it is collected: V8
# alone lets it grow by 80 % and more. In the first half minute a call costs less CPU without Maglev (Node 22 and
# later), and where code is optimized where it runs, not in another thread; after that the same.
CMD ["--max-semi-space-size=8", "--heap-growing-percent=30", "--no-allocation-site-pretenuring", "--no-maglev", "--no-concurrent-recompilation", "dist/bin/main.js"]
