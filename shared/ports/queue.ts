import type { Delivery } from '#shared/models/delivery.ts';

export interface DeliveryQueue {
  /** Returns once the delivery is durably queued; otherwise throws `queue.unavailable`. */
  put(delivery: Delivery, groupId: string | undefined): Promise<void>;
}
