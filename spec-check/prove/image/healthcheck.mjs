const url = `http://127.0.0.1:${process.env.PORT ?? 8000}/health`;
const answer = await fetch(url, { signal: AbortSignal.timeout(1500) }).catch(() => undefined);
process.exit(answer?.status === 200 ? 0 : 1);
