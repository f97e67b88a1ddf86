/** The least that answers `/health`: what a start is compared with. A program in CommonJS. */
export const bareServer = `
  require('node:http').createServer((request, response) => {
    const body = '{"status":"healthy","service":"task-api"}';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  }).listen(Number(process.env.PORT));
`;
