import * as z from 'zod';

/** What whoever runs `npm run import` says by options, and nobody is there to say of a file that is put: docs/import.md. */
const Layout = z.strictObject({
  /** The column that tells one row from another. @default `external_reference` */
  reference: z.string().min(1).optional(),
  /** Columns that are kept as metadata. A file without one of them is refused. */
  metadata: z.array(z.string().min(1)).default([]),
  /** Columns that nobody needs. */
  leaveOut: z.array(z.string().min(1)).default([]),
  /** Of phone numbers that begin with 0, such as 27. @default they are refused */
  callingCode: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be that of a country, such as 27')
    .optional(),
  /** @default that of the header, if it has only one of them */
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** @default UTF-8, and nothing else is guessed */
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
});

/** A bucket into which files of balances and bills are put, to be imported. */
export const Uploads = z.strictObject({
  /** How long what was put, and what came of it, is kept. It is full of people. */
  keptDays: z.int().min(1).max(400).default(30),
  customers: Layout.prefault({}),
  accounts: Layout.prefault({}),
  bills: Layout.prefault({}),
});
export type UploadsConfig = z.infer<typeof Uploads>;
