import { DEPLOYMENT_USAGE } from '#commands/kit/deployment-options.ts';

export const USAGE = `npm run import -- FILE --kind customers|accounts|bills --currency ZAR [options]

Creates and updates customers, accounts or bills from a file: Moment's bulk layout, a CSV with the names of our API, or
NDJSON of texts. Amounts are in major units, such as 240.00. First it says what would be done, and what is wrong with
which line and column; it changes nothing before that is confirmed. Run it again, and only what is missing happens.

  --kind KIND          what each row is
  --currency CODE      of all rows; left out where the file has a column currency
  --reference COLUMN   what tells one row from another, external_reference unless told
  --metadata COLUMN    keep this column as metadata; may be said several times. Identity numbers are left out otherwise
  --leave-out COLUMN   a column that nobody needs; may be said several times
  --calling-code N     of phone numbers that begin with 0: with 27, 0821234567 is +27821234567
  --delimiter D        comma, semicolon, tab or pipe, where the header does not tell
  --encoding E         utf-8 unless told, or windows-1252

  --dry-run            change nothing
  --yes                do it without asking
  --expect-total T     do it only if the rows that are not refused add up to it: 1240.00, or "ZAR 1240.00"; may be said
                       once for each currency
  --batch NAME         what is imported together, the name of the file unless told. A row of a batch is entered once:
                       a new cycle in a file of the same name needs a name of its own
  --at-once N          calls at a time, 8 unless told
  --per-second N       no more calls than that; where the stack says that it is busy, it is left alone anyway
  --work DIR           for the journal of what was done, .moment-import beside the file unless told

Which stack:
${DEPLOYMENT_USAGE}

  --help

Where callers bring a JWT, API_TOKEN has one. Rows that are refused go to a file beside it, customers.refused.csv, each with
the reason: mend them there, and import that file.

Example: npm run import -- docs/samples/customers.csv --kind customers --currency ZAR

Exit status: 0 if every row is done, or would be; 1 if rows were refused, or left since they moved; 2 if nothing was done;
3 if it was stopped, or the stack went away, before the end: run it again.`;
