import helmet from 'helmet';

/** Protects a page that has its scripts, its style and its data from this server, and nothing from another. */
export const protectPage = protect({
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
});

/** Protects a browser from an answer which is data: nothing may be loaded for it, or frame it. */
export const protectData = protect({});

function protect(allowed: Readonly<Record<string, string[]>>) {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], ...allowed };
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: { action: 'deny' },
    // Behind plain HTTP a promise of HTTPS has no meaning (RFC 6797, 7.2): it is for what ends TLS in front of this.
    strictTransportSecurity: false,
  });
}
