/** The port to the web origins that stores name in their settings. */
export interface OriginReads {
  /** Returns whether any store names the origin; this costs one row. */
  isNamed(origin: string): Promise<boolean>;
}
