import { buildKitFeature } from './builders.ts';

describe('what only BuildKit knows', () => {
  it.each([
    ['RUN <<EOT\necho one\nEOT\n', 'RUN <<EOT'],
    ['RUN cat > /x <<-"END" && true\n\tline\n\tEND\n', 'RUN cat > /x <<-"END"'],
    ['COPY <<file.txt /x\n', undefined],
    ['COPY --chown=1:1 --link a b\n', 'COPY --chown=1:1 --link'],
    ['COPY --chmod=755 a b\n', 'COPY --chmod'],
    ['RUN --mount=type=cache,target=/c npm ci\n', 'RUN --mount'],
    ['RUN echo $((1<<n)) --mount\n', undefined],
    ['COPY --from=build --chown=1:1 a b\nADD a b\n', undefined],
    ['# RUN --mount=x\nRUN npm ci \\\n  --network-timeout 5\n', undefined],
  ])('%j: %j', (instructions, feature) => {
    expect(buildKitFeature(`FROM x\n${instructions}USER 1\n`)).toBe(feature);
  });
});
