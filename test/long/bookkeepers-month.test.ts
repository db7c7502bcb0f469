import { monthTiesOut } from '#test/support/month-ties-out.ts';
import { worlds } from '#test/support/stores.ts';

/** In memory it is one of the scenarios. */
for (const world of worlds.slice(1)) monthTiesOut(world);
