import en from 'zod/v4/locales/en.js';

/** Options for a parse whose problems a person reads; without them a problem without words of its own is just "Invalid input". */
export const IN_ENGLISH = { error: en().localeError };
