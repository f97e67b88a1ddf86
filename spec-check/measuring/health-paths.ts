/** Paths where nobody expects the page of an application. */
export const probeNames = /health|live|ready|readiness|status|ping|alive|heartbeat|\bup\b/i;

/** What "health" may mean where no path is said; readiness is another thing. */
export const healthNames = /health|live|ping|status/i;
