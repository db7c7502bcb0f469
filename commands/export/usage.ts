import { DEPLOYMENT_USAGE } from '#commands/kit/deployment-options.ts';

export const USAGE = `npm run export -- moment-file | entries | statements | ageing [options]

Writes what a stack has in its books to files. It only reads.

  moment-file      the daily file that Moment takes by SFTP: who owes how much, in major units
  entries          a CSV of each entry, with whose it is
  statements       a CSV for each customer, account and bill, as its statement over HTTP
  ageing           a CSV of what was owed at the end of a day, by age, as the night wrote it down

Which stack:
${DEPLOYMENT_USAGE}

  --kind K         customers, accounts or bills alone; of the moment-file it is customers unless told
  --out PATH       a new file, or the folder of the statements; without it a CSV goes to standard output,
                   where npm writes too unless it is run as npm run --silent
  --bom            begin with a byte order mark, as Excel wants it; the moment-file has none
  --help

Of entries and statements:
  --from T, --to T    days, or times with a zone; to now, unless told
  --zone NAME         whose days they are, such as Africa/Johannesburg; the stage's, unless told
  --by effective      by when it happened, rather than by when it was written down

Of ageing:
  --as-of DAY      the newest that was written down, unless told

Of the moment-file, which is named by them where --out is left out:
  --currency C     what is owed in others is left out, and counted
  --country C      two letters, such as za
  --merchant NAME  as Moment has it
  --all-customers  the file of all, which is sent once; otherwise it is the daily one
  --date DAY       today in Johannesburg, unless told

Moment requires a first and a last name, and a passport_number or sa_identification_number, which are read
from the metadata. Whoever lacks one is named, and is not in the file.

Where callers bring a JWT, API_TOKEN has one.

  npm run export -- entries --from 2026-11-01 --to 2026-12-01 --out november.csv

Exit status: 0 if all is written, 1 if somebody is missing in the moment-file or the stack refuses, 2 if it
could not be read or written.`;
