import * as z from 'zod';

/** EventBridge API Reference, CreateEventBus, Name; one of a partner's has `/` in it, and takes no events of ours. */
const BUS_NAME = /^[\w.-]{1,256}$/;

const WRONG_NAME =
  'must be the name of a bus of this account and region, such as payments, of letters, digits and . - _: no ARN, blank or /';

/** What is published of the ledger, and where: docs/events.md. The bus is yours, and there before the deployment. */
export const Events = z.strictObject({
  kind: z.literal('eventbridge', "must be 'eventbridge': there is no other"),
  bus: z
    .string()
    .regex(BUS_NAME, WRONG_NAME)
    .refine((name) => !name.startsWith('aws.'), 'is a name that AWS keeps to itself'),
});
export type EventsConfig = z.infer<typeof Events>;
