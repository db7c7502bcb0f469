import type { Delivery } from '#shared/models/delivery.ts';

export interface DeliveryQueue {
  /** Returns once the delivery is durably queued; otherwise throws `queue.unavailable`. */
  put(delivery: Delivery, groupId: string | undefined): Promise<void>;
}

/** Why a message of the queue is dead at once: it is none of ours, or nothing shows that Moment signed it. */
export type DeadReason = 'unreadable' | 'forged';

export interface DeadLetters {
  /**
   * Keeps a message as it is for a person; throws `queue.unavailable` where it cannot.
   *
   * @param messageId as the log has it: the dead letter gets another
   */
  bury(message: string, reason: DeadReason, messageId: string): Promise<void>;
}
