/** What of Swagger UI is served, by its name in the package. */
export const docsFiles: Readonly<Record<string, string>> = {
  'swagger-ui.js': 'swagger-ui-bundle.js',
  'swagger-ui.css': 'swagger-ui.css',
};
