import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Behind plain HTTP a promise of HTTPS has no meaning (RFC 6797, 7.2): it is for what ends TLS in front of this. */
const plainHttp = { strictTransportSecurity: false };

/** Protects a page that has its scripts, its style and its data from this server, and nothing from another. */
export const protectPage: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  ...plainHttp,
});

/** Name and value of the headers that protect a browser from an answer which is data: nothing may be loaded for it, or frame it. */
export const dataHeaders = headersOf(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    frameguard: { action: 'deny' },
    ...plainHttp,
    // These concern pages alone.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  }),
);

/** They are the same for every answer, so they are asked for once. */
function headersOf(protect: ReturnType<typeof helmet>): Map<string, string> {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => {},
  };
  protect({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}
