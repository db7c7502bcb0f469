/** How many messages a queue holds, about. */
export type QueueDepth = {
  readonly name: string;
  /** Not settled yet, those that are being settled just now among them. */
  readonly waiting: number;
  /** Given up after so many tries, in a queue of their own; undefined if there is none. */
  readonly dead: number | undefined;
};

export interface QueueDepthReader {
  readDepth(): Promise<QueueDepth>;
}
