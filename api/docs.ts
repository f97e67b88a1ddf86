import type { RequestHandler } from 'express';
export const docs: RequestHandler = (_request, response) => {
  response.type('html').send('<!doctype html>');
};
