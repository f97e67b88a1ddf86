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

/** Protects a browser from an answer which is data: nothing may be loaded for it, or frame it. */
export const protectData = helmet({
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
});
