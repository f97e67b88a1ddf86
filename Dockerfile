# The base of the build only: nothing of it but Node, its libraries and whoami reaches the image.
ARG NODE_IMAGE=node:24-bookworm-slim

# What the program runs on. Changes with Node alone, so that versions of the API share this layer.
FROM ${NODE_IMAGE} AS runtime
COPY api/image /build/
RUN node /build/collect-runtime.mjs /runtime

# What the lock file says, without development tools and install scripts. Changes with the lock file alone.
FROM ${NODE_IMAGE} AS bundle
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY api/db/patches ./api/db/patches
RUN npm ci --omit=dev --ignore-scripts && npm run postinstall

# The API in one file, with its migrations, and compiled: V8 takes its code cache from the same Node with
# the flags of CMD alone.
COPY api ./api
RUN node api/image/build.ts \
    && node --max-semi-space-size=4 --max-old-space-size-percentage=50 --predictable api/image/bake.ts dist \
    && mkdir /bundle && mv dist /bundle/app && node api/image/forget-times.mjs /bundle

FROM scratch
COPY --from=runtime /runtime /
# Not into a folder that this would make: it would have the time of the build.
COPY --from=bundle /bundle /

ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
ARG SOURCE=https://github.com/example/task-api
LABEL org.opencontainers.image.title="task-api" \
      org.opencontainers.image.description="Tasks over HTTP, kept in PostgreSQL" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    PATH=/usr/local/bin:/usr/bin \
    APP_VERSION=${VERSION} \
    APP_REVISION=${REVISION} \
    APP_CREATED=${CREATED}
WORKDIR /app
USER appuser
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s --retries=3 \
    CMD ["node", "healthcheck.cjs"]
# No ENTRYPOINT: `docker run --rm IMAGE whoami` answers.
# Half of the container's memory for V8's heap; the rest is for buffers, which http/memory.ts counts and has collected.
CMD ["node", "--max-semi-space-size=4", "--max-old-space-size-percentage=50", "server.cjs"]
