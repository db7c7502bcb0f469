import { monthTiesOut } from '#test/support/month-ties-out.ts';
import { worlds } from '#test/support/stores.ts';

/** The other ones are in test/long. */
for (const world of worlds.slice(0, 1)) monthTiesOut(world);
