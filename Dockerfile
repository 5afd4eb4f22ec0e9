# A Tessera node from these sources. It keeps everything in /data and writes nowhere else, so it runs
# with a read-only root: docs/operations.md, "Docker".

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages are a Node.js of its own for each system; the image has one.
RUN npm ci --ignore-scripts --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production
ENV TESSERA_DATA=/data
ENV TESSERA_LISTEN=0.0.0.0:8080
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY content ./content
COPY locales ./locales
COPY migrations ./migrations
COPY src ./src
# 1000 is the account "node".
RUN install -d -o 1000 -g 1000 -m 0700 /data
VOLUME /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/main.ts"]
CMD ["start"]
