import { defineConfig } from 'vitepress';

const pages = {
  'What it is': '/',
  'The checks': '/checks',
  Settings: '/settings',
  Databases: '/databases',
  'In CI and before a push': '/ci',
  'To deployment': '/deployment',
  Troubleshooting: '/troubleshooting',
  Platforms: '/platforms',
  Release: '/release',
};

/** The pages of `docs` as a site that can be searched: `npm run docs:site`. A dead link between them fails the build. */
export default defineConfig({
  title: 'spec-check',
  description: 'Proves or disproves every line of a containerization spec',
  srcExclude: ['node_modules/**'],
  outDir: './dist',
  // Files of the repository; docs.test.ts looks at these.
  ignoreDeadLinks: [/^\.?\/?\.\.\//, /\/gallery\//],
  themeConfig: {
    search: { provider: 'local' },
    sidebar: Object.entries(pages).map(([text, link]) => ({ text, link })),
    outline: [2, 2],
  },
});
