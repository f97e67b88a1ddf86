/** This machine lacks something that a check needs, which says nothing of the image: an ERROR. `hint` is what to do. */
export class MachineFault extends Error {
  /** Stable: `disk-full`. Checks with the same code have one cause. */
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
  }
}

/** The fault behind an error, through its causes and what clean-up threw on top of it. */
export function machineFaultOf(error: unknown): MachineFault | undefined {
  if (error instanceof MachineFault) return error;
  if (error instanceof SuppressedError)
    return machineFaultOf(error.suppressed) ?? machineFaultOf(error.error);
  return error instanceof Error && error.cause !== undefined
    ? machineFaultOf(error.cause)
    : undefined;
}
