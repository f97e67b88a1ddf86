export interface Manifest {
  readonly digest: string;
  /** Digest of the image's configuration, which is its id on an engine with the classic image store. */
  readonly config: string | undefined;
  /** Sum of the layers as they travel. */
  readonly compressedBytes: number;
  /** What a push sends, and a pull fetches, unless it is there already: configuration and layers. */
  readonly blobs: readonly { readonly digest: string; readonly size: number }[];
}
