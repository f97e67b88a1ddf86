/** Sentences whose words are all understood and which still can mean two things. */
export const ambiguousSentences: readonly { readonly template: string; readonly reason: string }[] =
  [
    {
      template: '[<image>|docker] (builds|build|built|can built) [<cleanly>] {duration}',
      reason:
        'A build time with or without the cache? Say which: "without cache" or "with a warm cache"',
    },
    {
      template:
        '([<described>] (app|application|api|service|server|process)|it) (stays|kept|remain)* {size}',
      reason: 'The size of the image, or the memory that it takes?',
    },
    {
      template: '[<container>] (<answers>|<answers> request) {duration}',
      reason: 'Which endpoint? Say it: "`/health` responds within 50 ms"',
    },
    {
      template:
        '[<container>] (starts|start|boots|comes up|runs) [and] (<health-endpoint> <answers>|(<answers>|passes) [its|the] [all]* (health check|health probe|healthcheck))',
      reason: 'Which endpoint? Say it: "`/health` responds"; or does it mean HEALTHCHECK?',
    },
    {
      template: '<data> <survives> [<database>]',
      reason: 'What does the data survive: a restart of the container, or a new container?',
    },
    {
      template: '[<container>] (<answers>|<answers> <http>) {status} [ok]',
      reason: 'Which endpoint? Say it: "200 at `/health`"',
    },
  ];
