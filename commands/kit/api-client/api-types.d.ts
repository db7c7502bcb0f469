// Made from docs/openapi.json by `npm run openapi`.

export interface paths {
    "/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists customers in the order of their external_reference */
        get: operations["listCustomers"];
        put?: never;
        /** Creates a customer here and at Moment; with Moment's id, adopts what Moment has */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a customer with the reconciled balance */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes contact data or metadata of a customer, at Moment and here */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists accounts in the order of their external_reference */
        get: operations["listAccounts"];
        put?: never;
        /** Creates an account here and at Moment; with Moment's id, adopts what Moment has */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads an account with the reconciled balance */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes contact data or metadata of an account, at Moment and here */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/bills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists bills in the order of their external_reference */
        get: operations["listBills"];
        put?: never;
        /** Creates a bill here and at Moment; with Moment's id, adopts what Moment has */
        post: operations["createBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a bill with the reconciled balance */
        get: operations["getBill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes contact data or metadata of a bill, at Moment and here */
        patch: operations["updateBill"];
        trace?: never;
    };
    "/customers/{id}/payment-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was presented of a customer, newest first */
        get: operations["listCustomerPaymentRequests"];
        put?: never;
        /** Presents the balance of a customer, or a part of it: a link to pay */
        post: operations["presentCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/payment-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was presented of an account, newest first */
        get: operations["listAccountPaymentRequests"];
        put?: never;
        /** Presents the balance of an account, or a part of it: a link to pay */
        post: operations["presentAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/payment-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what was presented of a bill, newest first */
        get: operations["listBillPaymentRequests"];
        put?: never;
        /** Presents the balance of a bill, or a part of it: a link to pay */
        post: operations["presentBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raises what is owed on a customer */
        post: operations["chargeCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects what is owed on a customer, up or down */
        post: operations["adjustCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the balance of a customer as of a moment, as far as was known at another */
        get: operations["getCustomerBalance"];
        /** Says what is owed on a customer from now on: the difference becomes an adjustment */
        put: operations["refreshCustomerBalance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/entries/{entry}/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes an entry of a customer, in part or whole; of a payment, as a refund */
        post: operations["reverseCustomerEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raises what is owed on an account */
        post: operations["chargeAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects what is owed on an account, up or down */
        post: operations["adjustAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the balance of an account as of a moment, as far as was known at another */
        get: operations["getAccountBalance"];
        /** Says what is owed on an account from now on: the difference becomes an adjustment */
        put: operations["refreshAccountBalance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/entries/{entry}/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes an entry of an account, in part or whole; of a payment, as a refund */
        post: operations["reverseAccountEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Raises what is owed on a bill */
        post: operations["chargeBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Corrects what is owed on a bill, up or down */
        post: operations["adjustBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the balance of a bill as of a moment, as far as was known at another */
        get: operations["getBillBalance"];
        /** Says what is owed on a bill from now on: the difference becomes an adjustment */
        put: operations["refreshBillBalance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/entries/{entry}/reversals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes an entry of a bill, in part or whole; of a payment, as a refund */
        post: operations["reverseBillEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the entries of a customer, newest first */
        get: operations["listCustomerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a period of a customer, oldest first, with the balances at both ends */
        get: operations["getCustomerStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the entries of an account, newest first */
        get: operations["listAccountEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a period of an account, oldest first, with the balances at both ends */
        get: operations["getAccountStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the entries of a bill, newest first */
        get: operations["listBillEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a period of a bill, oldest first, with the balances at both ends */
        get: operations["getBillStatement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the entries that a row of Moment's reports is: a payment and a refund at most */
        get: operations["listReconciledEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists what waits for a person, the oldest first */
        get: operations["listExceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads what waits for a person, with its history and what it may be about */
        get: operations["getException"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ageing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads what was owed at the end of a day, by age */
        get: operations["getAgeing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums up what was recorded in a period, by day and currency, and what waits */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{id}/ageing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads what is owed on a customer and on what hangs on it, by age */
        get: operations["getCustomerAgeing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/ageing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads what is owed on an account and on what hangs on it, by age */
        get: operations["getAccountAgeing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{id}/ageing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads what is owed on a bill and on what hangs on it, by age */
        get: operations["getBillAgeing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exceptions/{id}/resolutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides about an event that waits for a person, once */
        post: operations["resolveException"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/moment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an event of Moment's, by its signature */
        post: operations["deliverEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document: what the API is, of the release that is deployed */
        get: operations["describeApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        NewCustomer: {
            /** @description your own name of the customer: 1 to 255 letters, digits, `_` and `-`; unique */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description text of 255 characters at most */
            name?: string;
            /** @description e-mail address of 255 characters at most */
            email?: string;
            /** @description E.164, such as `+27123456789` */
            phone?: string;
            /** @description ISO 4217, in use and with minor units, such as `ZAR`; needed with `balance` */
            currency?: components["schemas"]["Currency"];
            /** @description what is owed now, minor units; left out: no balance is tracked */
            balance?: number;
            /** @description up to 10 texts of 500 characters, their keys of 40 */
            metadata?: components["schemas"]["Metadata"];
        };
        ExternalReference: string;
        Currency: string;
        Metadata: {
            [key: string]: string;
        };
        AdoptedCustomer: {
            /** @description Moment's id, `bcus_...`, `bacc_...` or `bill_...` */
            id: string;
            /** @description your own name of the customer: 1 to 255 letters, digits, `_` and `-`; unique */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description text of 255 characters at most */
            name?: string;
            /** @description e-mail address of 255 characters at most */
            email?: string;
            /** @description E.164, such as `+27123456789` */
            phone?: string;
            /** @description ISO 4217, in use and with minor units, such as `ZAR`; needed with `balance` */
            currency?: components["schemas"]["Currency"];
            /** @description what is owed now, minor units; left out: no balance is tracked */
            balance?: number;
            /** @description up to 10 texts of 500 characters, their keys of 40 */
            metadata?: components["schemas"]["Metadata"];
            /** @description the moment at which the balance held, with its offset, not ahead; left out: that of the request */
            balance_as_of?: components["schemas"]["EffectiveAt"];
        };
        /** Format: date-time */
        EffectiveAt: string;
        CustomerUpdate: {
            /** @description as of a creation; it replaces what is there, as all of these do */
            name?: string;
            /** @description as `name` */
            email?: string;
            /** @description as `name` */
            phone?: string;
            /** @description keys that are added or replaced, up to 10 in all; the others stay, since Moment has no way to remove one */
            metadata?: components["schemas"]["Metadata"];
        };
        NewAccount: {
            /** @description your own name of the account: 1 to 255 letters, digits, `_` and `-`; unique among accounts */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description text of 255 characters at most */
            name?: string;
            /** @description as of a customer; needed with `balance` */
            currency?: components["schemas"]["Currency"];
            /** @description what is owed on it now, minor units; left out: no balance is tracked */
            balance?: number;
            /** @description as of a customer */
            metadata?: components["schemas"]["Metadata"];
            /** @description id or `external_reference` of a customer who is here, or what is sent for a new one */
            customer: string | components["schemas"]["NewCustomer"];
        };
        AdoptedAccount: {
            /** @description Moment's id, `bcus_...`, `bacc_...` or `bill_...` */
            id: string;
            /** @description your own name of the account: 1 to 255 letters, digits, `_` and `-`; unique among accounts */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description text of 255 characters at most */
            name?: string;
            /** @description as of a customer; needed with `balance` */
            currency?: components["schemas"]["Currency"];
            /** @description what is owed on it now, minor units; left out: no balance is tracked */
            balance?: number;
            /** @description as of a customer */
            metadata?: components["schemas"]["Metadata"];
            /** @description id or `external_reference` of a customer who is here, or what is sent for a new one */
            customer: string;
            /** @description the moment at which the balance held, with its offset, not ahead; left out: that of the request */
            balance_as_of?: components["schemas"]["EffectiveAt"];
        };
        AccountUpdate: {
            /** @description as of a customer */
            name?: string;
            /** @description as of a customer */
            metadata?: components["schemas"]["Metadata"];
        };
        NewBill: {
            /** @description your own name of the bill: 1 to 255 letters, digits, `_` and `-`; unique among bills */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description as of a customer */
            currency: components["schemas"]["Currency"];
            /** @description 1 to 99,999,999, minor units */
            amount_due: number;
            /**
             * Format: date
             * @description `YYYY-MM-DD`; left out: Moment's today
             */
            bill_date?: string;
            /**
             * Format: date
             * @description `YYYY-MM-DD`
             */
            due_date?: string;
            /** @description as of a customer */
            metadata?: components["schemas"]["Metadata"];
            /** @description as of an account; either this or `account` is needed */
            customer?: string | components["schemas"]["NewCustomer"];
            /** @description id or `external_reference` of an account that is here, or what is sent for a new one */
            account?: string | components["schemas"]["NewAccount"];
        } & (unknown | unknown);
        AdoptedBill: {
            /** @description Moment's id, `bcus_...`, `bacc_...` or `bill_...` */
            id: string;
            /** @description your own name of the bill: 1 to 255 letters, digits, `_` and `-`; unique among bills */
            external_reference: components["schemas"]["ExternalReference"];
            /** @description as of a customer */
            currency: components["schemas"]["Currency"];
            /** @description 1 to 99,999,999, minor units */
            amount_due: number;
            /**
             * Format: date
             * @description `YYYY-MM-DD`; left out: Moment's today
             */
            bill_date?: string;
            /**
             * Format: date
             * @description `YYYY-MM-DD`
             */
            due_date?: string;
            /** @description as of a customer */
            metadata?: components["schemas"]["Metadata"];
            /** @description as of an account; either this or `account` is needed */
            customer?: string;
            /** @description id or `external_reference` of an account that is here, or what is sent for a new one */
            account?: string;
            /** @description of a bill, and required there: what was to be paid of `amount_due` still, minor units, at most that */
            balance: number;
            /** @description the moment at which the balance held, with its offset, not ahead; left out: that of the request */
            balance_as_of?: components["schemas"]["EffectiveAt"];
        } & (unknown | unknown);
        BillUpdate: {
            /** @description as of a customer; its dates and its amount due Moment lets nobody change */
            metadata?: components["schemas"]["Metadata"];
        };
        Presentation: {
            /** @description minor units, positive, at most the balance; left out: the whole balance */
            amount?: number;
            /** @description what it is for, 500 characters at most; the payer sees it */
            description?: string;
            /**
             * Format: date-time
             * @description until when it can be paid, with its offset, such as `2026-12-31T23:59:59Z`; left out: Moment's 24 hours
             */
            expires_at?: string;
        };
        Charge: {
            /** @description minor units; of a charge positive, of an adjustment not 0: below zero less is owed */
            amount: number;
            /**
             * @description why: one of the list below
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description the same in your own words, up to 500 characters; required with `other` */
            note?: string & unknown;
            /** @description when it happened, with its offset; left out: now */
            effective_at?: components["schemas"]["EffectiveAt"];
        };
        Adjustment: {
            /** @description minor units; of a charge positive, of an adjustment not 0: below zero less is owed */
            amount: number;
            /**
             * @description why: one of the list below
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description the same in your own words, up to 500 characters; required with `other` */
            note?: string & unknown;
            /** @description when it happened, with its offset; left out: now */
            effective_at?: components["schemas"]["EffectiveAt"];
        };
        Refresh: {
            /** @description what is owed from now on, minor units */
            balance: number;
            /**
             * @description as of a charge; left out: `cycle_refresh`
             * @default cycle_refresh
             * @enum {string}
             */
            reason?: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
            /** @description the `sequence` that you saw: 409 `sequence.unexpected` if there are entries after it */
            expected_sequence?: number;
        };
        DayOrTime: string | unknown | unknown;
        ZoneName: string;
        Reversal: {
            /** @description how much of it, positive; left out: all that is left */
            amount?: number;
            /**
             * @description as of a charge
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
            /** @description left out: when the entry happened */
            effective_at?: components["schemas"]["EffectiveAt"];
            /** @description of a refund: which row of Moment's reports it is; then `amount` is required */
            reconciliation_id?: string;
        };
        /** Format: date */
        Day: string;
        Decision: {
            /**
             * @description `apply`, `apply_to`, `dismiss`, or `adopt` with `adopt`
             * @enum {string}
             */
            action: "apply" | "apply_to" | "dismiss";
            /** @description with `apply_to`, and required there: Moment's id of a customer, an account or a bill that is here */
            obligation?: string;
            /** @description ids of entries in which the payment is not: 1 to 10 */
            confirm?: string[];
            /**
             * @description as of a charge
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
        } & ({
            /** @constant */
            action?: "apply_to";
        } | {
            /** @enum {unknown} */
            action?: "apply" | "dismiss";
            obligation?: never;
        });
        AdoptionOfCustomer: {
            /**
             * @description `apply`, `apply_to`, `dismiss`, or `adopt` with `adopt`
             * @constant
             */
            action: "adopt";
            /** @description what POST /customers takes with an id: that of what the event waits for */
            adopt: components["schemas"]["AdoptedCustomer"];
            /**
             * @description as of a charge
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
        };
        AdoptionOfAccount: {
            /**
             * @description `apply`, `apply_to`, `dismiss`, or `adopt` with `adopt`
             * @constant
             */
            action: "adopt";
            /** @description what POST /accounts takes with an id: that of what the event waits for */
            adopt: components["schemas"]["AdoptedAccount"];
            /**
             * @description as of a charge
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
        };
        AdoptionOfBill: {
            /**
             * @description `apply`, `apply_to`, `dismiss`, or `adopt` with `adopt`
             * @constant
             */
            action: "adopt";
            /** @description what POST /bills takes with an id: that of what the event waits for */
            adopt: components["schemas"]["AdoptedBill"];
            /**
             * @description as of a charge
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description as of a charge */
            note?: string & unknown;
        };
        Customer: {
            /** @description Moment's id, `bcus_...` */
            id: string;
            /** @description as it was sent */
            external_reference: string;
            /** @description as it was sent, until the customer is erased */
            name?: string;
            /** @description as `name` */
            email?: string;
            /** @description as `name` */
            phone?: string;
            /** @description in upper case */
            currency?: string;
            /** @description the reconciled balance; in the answer to a creation, the one that was sent */
            balance?: number;
            /** @description whether payments change a balance here */
            balance_tracked: boolean;
            /** @description who may pay how much, as Moment told when the customer was created; without them nobody can pay */
            payment_rules?: components["schemas"]["PaymentRules"];
            /** @description as `name` */
            metadata?: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description when the customer's ledger was opened
             */
            opened_at: string;
            /** @description of the newest entry, 0 before the first; in the answer to a creation, of the opening */
            sequence: number;
            /** @description your bill presentment page, where the stage names one (deploy.md); only when read */
            ebp_url?: string;
            /** @description their accounts, 100 at most, by reference; only when read */
            accounts?: components["schemas"]["OwedAccount"][];
            /** @description their bills whose balance is not zero, 100 at most, those first that are due first; only when read */
            bills?: components["schemas"]["OwedBill"][];
            /** @description what they owe in all, by currency, such as `{"ZAR": 2500}`; only when read */
            owed?: {
                [key: string]: number;
            };
            /** @description whether there are more accounts or bills than are listed; only when read */
            has_more?: boolean;
            /** @description what Moment has, as far as we know; only when read */
            at_moment?: components["schemas"]["AtMoment"];
        };
        PaymentRules: {
            /** @description least that may be paid, minor units */
            min_amount?: number;
            /** @description most that may be paid, minor units */
            max_amount?: number;
            /** @description whether less than the balance may be paid */
            underpayment_allowed?: boolean;
            /** @description whether more than the balance may be paid */
            overpayment_allowed?: boolean;
        };
        OwedAccount: {
            /** @description Moment's id, `bacc_...` */
            id: string;
            /** @description yours */
            external_reference: string;
            /** @description in upper case */
            currency?: string;
            /** @description the reconciled balance */
            balance?: number;
        };
        OwedBill: {
            /** @description Moment's id, `bill_...` */
            id: string;
            /** @description yours */
            external_reference: string;
            /** @description the account that it was raised on */
            account_id?: string;
            /** @description in upper case */
            currency?: string;
            /** @description what is to be paid still, never below zero */
            amount_remaining: number;
            /** @description the same, or below zero the credit of whoever paid more */
            balance?: number;
            /** @description `YYYY-MM-DD` */
            due_date?: string;
        };
        AtMoment: {
            /** @description what Moment was last told, or seen to have; of a bill, what remains to be paid; absent before that */
            balance?: number;
            /** @description of the newest entry that was known then */
            sequence?: number;
            /**
             * Format: date-time
             * @description when
             */
            at?: string;
            /**
             * Format: date-time
             * @description since when Moment has to be told of a change here; it is, within minutes, unless there is a `drift`
             */
            untold_since?: string;
            /**
             * @description why it is not told before a person has looked, such as `changed_at_moment`
             * @enum {string}
             */
            drift?: "changed_at_moment" | "payment_never_told" | "not_at_moment" | "currency_differs" | "balance_not_told" | "bill_amount_differs" | "refused";
        };
        /** @description a member, header, path or query is not as documented, is twice or hides something: mend what `errors` names */
        RequestInvalid: {
            title: string;
            /** @constant */
            status: 400;
            /** @constant */
            code: "request.invalid";
            detail: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
        GatewayMessage: {
            message?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** @description Moment has nothing of this kind under the `id`: look for a slip, or create it without `id` */
        AdoptionNotAtMoment: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "adoption.not_at_moment";
            detail: string;
        };
        /** @description the `external_reference` is taken here: read the customer that `customer` names */
        CustomerExists: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "customer.exists";
            detail: string;
            customer_id?: string;
            account_id?: string;
            customer: {
                id: string;
                external_reference: string;
            };
        };
        /** @description Moment has it, and it was not made by this request: adopt it */
        CustomerExistsAtMoment: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "customer.exists_at_moment";
            detail: string;
            customer_id?: string;
            account_id?: string;
            customer: {
                id: string;
                external_reference: string;
            };
        };
        /** @description an earlier request creates it; `idempotency_key` is its key: read the customer after `Retry-After` */
        CustomerCreationPending: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "customer.creation_pending";
            detail: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        /** @description `waiting` lists payments, and when the balance held is not said: say it by `balance_as_of` */
        AdoptionAmbiguous: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "adoption.ambiguous";
            detail: string;
            waiting: {
                event_id?: string;
                payment_id?: string;
                amount?: number;
                currency?: string;
                /** Format: date-time */
                effective_at?: string;
                /** Format: date-time */
                received_at: string;
            }[];
        };
        /** @description Moment has it otherwise; `errors` names the members: send what Moment has, or leave the member out */
        AdoptionContradicted: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "adoption.contradicted";
            detail: string;
            errors: {
                field: string;
                detail: string;
            }[];
        };
        /** @description the body is larger than 64 kB: send less; `metadata` is the usual cause */
        RequestTooLarge: {
            title: string;
            /** @constant */
            status: 413;
            /** @constant */
            code: "request.too_large";
            detail: string;
        };
        /** @description the key came with another request before: take a new key for a new request */
        IdempotencyKeyReused: {
            title: string;
            /** @constant */
            status: 422;
            /** @constant */
            code: "idempotency_key.reused";
            detail: string;
        };
        /** @description Moment refused the request; `detail` has its words: mend what Moment names; the same key may be used again */
        MomentRefused: {
            title: string;
            /** @constant */
            status: 422;
            /** @constant */
            code: "moment.refused";
            detail: string;
            customer_id?: string;
            account_id?: string;
            moment: {
                status: number;
                title: string;
                detail?: string;
            };
        };
        /** @description a fault of ours, of which nothing more leaves: `request_id` finds it in the log; sending it again is safe with a key */
        Internal: {
            title: string;
            /** @constant */
            status: 500;
            /** @constant */
            code: "internal";
            request_id: string;
        };
        /** @description Moment failed, or answered something else than its documentation says: send it again after `Retry-After` */
        MomentFailed: {
            title: string;
            /** @constant */
            status: 502;
            /** @constant */
            code: "moment.failed";
            detail: string;
            request_id: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        /** @description Moment did not accept our API key: put the key in its secret right (deploy.md) */
        MomentUnauthorised: {
            title: string;
            /** @constant */
            status: 502;
            /** @constant */
            code: "moment.unauthorised";
            detail: string;
            request_id: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        /** @description Moment replays a stored failure: send it again after `Retry-After`, with the same key */
        MomentKeySpent: {
            title: string;
            /** @constant */
            status: 502;
            /** @constant */
            code: "moment.key_spent";
            detail: string;
            request_id: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        /** @description others write to the same obligation, the table is busy, or its index lags: send it again after `Retry-After` */
        LedgerBusy: {
            title: string;
            /** @constant */
            status: 503;
            /** @constant */
            code: "ledger.busy";
            detail: string;
            request_id: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        /** @description Moment cannot be reached, or is still at work on this: send it again later, with the same key */
        MomentUnavailable: {
            title: string;
            /** @constant */
            status: 503;
            /** @constant */
            code: "moment.unavailable";
            detail: string;
            request_id: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        CustomersPage: {
            /** @description each as it is read alone, but a customer without `accounts`, `bills`, `owed` and `has_more` */
            data: components["schemas"]["Customer"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        /** @description the cursor is not of this statement or list: send `next_cursor` as it came, or none */
        CursorInvalid: {
            title: string;
            /** @constant */
            status: 400;
            /** @constant */
            code: "cursor.invalid";
            detail: string;
        };
        /** @description nobody here has it; of a creation, `errors` names the member: create the customer, or look for a slip */
        CustomerNotFound: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "customer.not_found";
            detail: string;
            customer_id?: string;
            account_id?: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
        Account: {
            /** @description Moment's id, `bacc_...` */
            id: string;
            /** @description as it was sent */
            external_reference: string;
            /** @description Moment's id of the customer, also of one that was created with it */
            customer_id?: string;
            /** @description as it was sent */
            name?: string;
            /** @description in upper case */
            currency?: string;
            /** @description the reconciled balance; in the answer to a creation, the one that was sent */
            balance?: number;
            /** @description whether payments change a balance here */
            balance_tracked: boolean;
            /** @description as of a customer */
            payment_rules?: components["schemas"]["PaymentRules"];
            /** @description as it was sent */
            metadata?: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description when its ledger was opened
             */
            opened_at: string;
            /** @description of the newest entry, 0 before the first */
            sequence: number;
            /** @description as of a customer; only when read */
            at_moment?: components["schemas"]["AtMoment"];
        };
        /** @description the `external_reference` is taken here: read the account that `account` names */
        AccountExists: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "account.exists";
            detail: string;
            customer_id?: string;
            account_id?: string;
            account: {
                id: string;
                external_reference: string;
            };
        };
        /** @description Moment has it, and it was not made by this request: adopt it */
        AccountExistsAtMoment: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "account.exists_at_moment";
            detail: string;
            customer_id?: string;
            account_id?: string;
            account: {
                id: string;
                external_reference: string;
            };
        };
        /** @description an earlier request creates it; `idempotency_key` is its key: read the account after `Retry-After` */
        AccountCreationPending: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "account.creation_pending";
            detail: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        AccountsPage: {
            /** @description each as it is read alone, but a customer without `accounts`, `bills`, `owed` and `has_more` */
            data: components["schemas"]["Account"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        /** @description no account here has this id or `external_reference`: create the account, or look for a slip */
        AccountNotFound: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "account.not_found";
            detail: string;
            customer_id?: string;
            account_id?: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
        Bill: {
            /** @description Moment's id, `bill_...` */
            id: string;
            /** @description as it was sent */
            external_reference: string;
            /** @description Moment's id of the customer, also of one that was created with it */
            customer_id?: string;
            /** @description Moment's id of the account that it was raised on */
            account_id?: string;
            /**
             * @description `unpaid`, or `paid` once nothing remains
             * @enum {string}
             */
            status: "unpaid" | "paid";
            /** @description in upper case */
            currency?: string;
            /** @description `amount_paid` and `balance` together */
            amount_due: number;
            /** @description what was paid on it */
            amount_paid: number;
            /** @description what is to be paid still, never below zero */
            amount_remaining: number;
            /** @description the same, or below zero the credit of whoever paid more */
            balance: number;
            /** @description as it was sent, or as Moment said */
            bill_date?: string;
            /** @description as it was sent */
            due_date?: string;
            /** @description as of a customer */
            payment_rules?: components["schemas"]["PaymentRules"];
            /** @description as it was sent */
            metadata?: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description when its ledger was opened
             */
            opened_at: string;
            /** @description of the newest entry */
            sequence: number;
            /** @description as of a customer; only when read */
            at_moment?: components["schemas"]["AtMoment"];
        };
        /** @description the `external_reference` is taken here: read the bill that `bill` names */
        BillExists: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "bill.exists";
            detail: string;
            customer_id?: string;
            account_id?: string;
            bill: {
                id: string;
                external_reference: string;
            };
        };
        /** @description Moment has it, and it was not made by this request: adopt it */
        BillExistsAtMoment: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "bill.exists_at_moment";
            detail: string;
            customer_id?: string;
            account_id?: string;
            bill: {
                id: string;
                external_reference: string;
            };
        };
        /** @description an earlier request creates it; `idempotency_key` is its key: read the bill after `Retry-After` */
        BillCreationPending: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "bill.creation_pending";
            detail: string;
            idempotency_key?: string;
            customer_id?: string;
            account_id?: string;
        };
        BillsPage: {
            /** @description each as it is read alone, but a customer without `accounts`, `bills`, `owed` and `has_more` */
            data: components["schemas"]["Bill"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        /** @description no bill here has this id or `external_reference`: create the bill, or look for a slip */
        BillNotFound: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "bill.not_found";
            detail: string;
            customer_id?: string;
            account_id?: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
        PaymentRequest: {
            /** @description Moment's id, `pr_...` */
            id: string;
            /** @description Moment's, when it was made or last asked for; `active` can be paid */
            status: string;
            /** @description minor units */
            amount: number;
            /** @description in upper case */
            currency: string;
            /** @description until when it can be paid, or `null` */
            expires_at: string | null;
            /** @description where the payer pays, or `null` */
            url: string | null;
            /** @description Moment's id of the customer */
            customer_id?: string;
            /** @description that of the account, of an account or of its bill */
            account_id?: string;
            /** @description that of the bill */
            bill_id?: string;
            /** @description that of what was presented */
            external_reference: string;
        };
        /** @description it was created without `balance`: there is none to present or change, and none can be begun later */
        BalanceNotTracked: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "balance.not_tracked";
            detail: string;
        };
        /** @description the balance is zero or a credit: present nothing */
        BalanceNothingDue: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "balance.nothing_due";
            detail: string;
            balance: number;
            currency: string;
        };
        /** @description the amount is more than is owed; `balance` says how much is: present at most the balance */
        AmountExceedsBalance: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "amount.exceeds_balance";
            detail: string;
            balance: number;
            currency: string;
        };
        /** @description open ones ask for part of it; `open`, and what is `left`: present that, or the whole */
        AmountExceedsUnpresented: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "amount.exceeds_unpresented";
            detail: string;
            balance: number;
            currency: string;
            left: number;
            open: {
                id: string;
                amount: number;
            }[];
        };
        /** @description Moment did not answer for a day; there may be a link: look for it at Moment; then use a new key */
        PresentationUnresolved: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "presentation.unresolved";
            detail: string;
            idempotency_key: string;
        };
        /** @description Moment did not expire `payment_request`: present what it leaves, or wait until it is over */
        PresentationNotReplaced: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "presentation.not_replaced";
            detail: string;
            payment_request: string;
        };
        PresentedPage: {
            /** @description what was presented */
            data: components["schemas"]["Presented"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        Presented: {
            /** @description Moment's id, `pr_...` */
            id: string;
            /**
             * @description what we know of it: one of the list below
             * @enum {string}
             */
            status: "open" | "paid" | "expired" | "exceeds_balance";
            /** @description minor units */
            amount: number;
            /** @description in upper case */
            currency: string;
            /** @description when it was asked for, or `null` of an earlier version */
            created_at: string | null;
            /** @description until when it can be paid, or `null` */
            expires_at: string | null;
            /** @description where the payer pays, or `null` */
            url: string | null;
            /** @description as it was sent, until the person is erased */
            description?: string;
            /** @description the `id` of the entry of the payment that settled it */
            settled_by?: string;
        };
        Entry: {
            /** @description what caused it, such as `pay_...@bcus_...` */
            id: string;
            /** @description 1, 2, 3 ... without a gap */
            sequence: number;
            /**
             * @description `opening`, `payment`, `charge`, `adjustment`, `reversal` or `refund`
             * @enum {string}
             */
            type: "opening" | "payment" | "adjustment" | "charge" | "reversal" | "refund";
            /** @description by how much the balance moved, signed: a payment is negative */
            amount: number;
            /** @description the balance after it */
            ending_balance: number;
            /** @description that of the balance */
            currency: string;
            /** @description Moment's id of the payment, of a refund too; `null` where it is about none */
            payment_id: string | null;
            /** @description which Payment Request was paid, where an event told */
            payment_request?: string;
            /** @description what it was for, where an event told */
            description?: string;
            /** @description of an adjustment to a payment: the `id` of its entry, whose amount it puts right */
            adjusts?: string;
            /** @description of a reversal or a refund: the `id` of the entry that it undoes */
            reverses?: string;
            /** @description how much of this entry is undone, positive */
            reversed?: number;
            /** @description of a refund: which row of Moment's reports it is, where that is known */
            reconciliation_id?: string;
            /** @description of what a command changed, or a person had count: why */
            reason?: string;
            /** @description the same in your own words */
            note?: string;
            /** @description who asked: the ARN of an IAM principal, or the subject of a token */
            actor?: string;
            /**
             * Format: date-time
             * @description when it happened: of a payment by Moment's clock, of a change as it was told
             */
            effective_at: string;
            /**
             * Format: date-time
             * @description the time that was told, where it lay more than a day ahead and does not count
             */
            told_at?: string;
            /**
             * Format: date-time
             * @description when it was entered, by ours; it never goes back
             */
            recorded_at: string;
        };
        /** @description a change came without a key: send one, a new UUID for each change */
        IdempotencyKeyRequired: {
            title: string;
            /** @constant */
            status: 400;
            /** @constant */
            code: "idempotency_key.required";
            detail: string;
        };
        /** @description the balance would be beyond what an integer holds exactly: look for a slip in the amount */
        BalanceOutOfRange: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "balance.out_of_range";
            detail: string;
        };
        Balance: {
            /** @description Moment's id of what was asked for */
            id: string;
            /** @description that of the balance */
            currency: string;
            /** @description as it was sent */
            balance: number;
            /** @description of the newest entry then */
            sequence: number;
        };
        /** @description there are entries after `expected_sequence`; `sequence`, `balance`: read the balance, decide again */
        SequenceUnexpected: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "sequence.unexpected";
            detail: string;
            sequence: number;
            balance: number;
        };
        BalanceAsOf: {
            /** @description Moment's id of whose it is */
            id: string;
            /** @description that of the balance */
            currency: string;
            /** @description what was owed; 0 before its first entry */
            balance: number;
            /**
             * Format: date-time
             * @description what was asked for, as a time
             */
            as_of?: string;
            /**
             * Format: date-time
             * @description the same
             */
            known_at?: string;
            /** @description where days begin */
            zone: string;
            /** @description of the newest entry that was known, whether it had taken effect or not; 0 if there was none */
            sequence: number;
        };
        /** @description by effective time more than `entries_max` would be read; `entries`: ask of a later day, or by recorded time */
        EntriesTooMany: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "entries.too_many";
            detail: string;
        };
        /** @description the obligation has no entry of this id: take `id` as the statement has it, percent-encoded */
        EntryNotFound: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "entry.not_found";
            detail: string;
        };
        /** @description the row of a report is `entry`, of `amount`: compare the row; put the refund right by an adjustment */
        ReconciliationIdReused: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "reconciliation_id.reused";
            detail: string;
            entry: string;
            amount: number;
        };
        /** @description it undoes another or puts a payment right, or is in 100 parts: adjust, or refund the payment */
        EntryNotReversible: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "entry.not_reversible";
            detail: string;
        };
        /** @description more than is left of the entry; `left` says how much is: undo at most that */
        AmountExceedsEntry: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "amount.exceeds_entry";
            detail: string;
            left: number;
        };
        EntriesPage: {
            /** @description entries */
            data: components["schemas"]["Entry"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        Statement: {
            /** @description of what was asked for, so the same of all its pages and of each time; until it is `final`, more may come to it */
            id: string;
            /** @description Moment's id of whose it is */
            obligation: string;
            /** @description that of the balance */
            currency: string;
            /**
             * Format: date-time
             * @description where it begins; left out where it begins with the first entry
             */
            from?: string;
            /**
             * Format: date-time
             * @description where it ends; where none was asked for, when its first page was read
             */
            to: string;
            /** @description where days begin */
            zone: string;
            /**
             * @description `recorded` or `effective`
             * @enum {string}
             */
            by: "recorded" | "effective";
            /** @description whether nothing can come to it any more: printed again, it is then the same to the byte */
            final: boolean;
            /** @description of the whole period, on each page */
            opening_balance: number;
            /** @description the same */
            closing_balance: number;
            /** @description by type of entry, from the first of the period to the last of this page: on the last page, those of the period */
            totals: components["schemas"]["Totals"];
            /** @description `opening_balance`, `closing_balance` and `totals` of this page alone: the first and the totals make the second */
            page: {
                opening_balance: number;
                closing_balance: number;
                totals: components["schemas"]["Totals"];
            };
            /** @description entries, without `reversed` */
            data: components["schemas"]["Entry"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        Totals: {
            opening?: number;
            payment?: number;
            adjustment?: number;
            charge?: number;
            reversal?: number;
            refund?: number;
        };
        ExceptionsPage: {
            /** @description exceptions */
            data: components["schemas"]["Exception"][];
            /** @description how many there are, by kind, of the kinds that were asked for; it may lag behind by moments */
            counts: {
                [key: string]: number;
            };
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        Exception: {
            /** @description to be percent-encoded in a path; it stays the same */
            id: string;
            /**
             * @description as above
             * @enum {string}
             */
            kind: "unmatched" | "quarantined" | "stale" | "intent" | "push" | "drift";
            /** @description why; of an intent what it was to do; `unreadable` where somebody changed its item in the table */
            reason: string;
            /** @description what exactly is wrong */
            detail?: string;
            /** @description minor units: of an event as told; of a push or a drift, by how much ours is more than Moment's */
            amount?: number;
            /** @description of the amount, as told */
            currency?: string;
            /** @description id of the customer, account or bill that it is about */
            obligation?: string;
            /** @description Moment's id of the payment */
            payment_id?: string;
            /** @description Moment's id of the event */
            event_id?: string;
            /**
             * Format: date-time
             * @description since when it waits
             */
            since: string;
            /** @description how many whole days that is */
            age_days: number;
            /** @description what to do, while nobody has decided */
            proposal?: components["schemas"]["Proposal"];
            /** @description what a person can decide about it: of `adopt`, `apply_to`, `apply`, `dismiss`; empty where nothing is to be decided */
            actions: ("apply" | "apply_to" | "adopt" | "dismiss")[];
            /** @description what a person decided */
            resolution?: components["schemas"]["Resolution"];
        };
        Proposal: {
            /**
             * @description `adopt`, `apply_to`, `ask_moment`, `ask_again` (the same request), `correct` (what is owed), `repair` (an item), `wait`
             * @enum {string}
             */
            action: "adopt" | "apply_to" | "ask_moment" | "ask_again" | "correct" | "repair" | "wait";
            /** @description the same in words */
            detail: string;
        };
        Resolution: {
            /**
             * @description `adopt`, `apply_to`, `apply` or `dismiss`
             * @enum {string}
             */
            action: "apply" | "apply_to" | "adopt" | "dismiss";
            /** @description who decided: the ARN of an IAM principal, or the subject of a token */
            actor: string;
            /**
             * @description why
             * @enum {string}
             */
            reason: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description the same in their own words */
            note?: string;
            /**
             * Format: date-time
             * @description when
             */
            at: string;
            /** @description id of the entry that was made */
            entry?: string;
        };
        ExceptionStory: {
            /** @description to be percent-encoded in a path; it stays the same */
            id: string;
            /**
             * @description as above
             * @enum {string}
             */
            kind: "unmatched" | "quarantined" | "stale" | "intent" | "push" | "drift";
            /** @description why; of an intent what it was to do; `unreadable` where somebody changed its item in the table */
            reason: string;
            /** @description what exactly is wrong */
            detail?: string;
            /** @description minor units: of an event as told; of a push or a drift, by how much ours is more than Moment's */
            amount?: number;
            /** @description of the amount, as told */
            currency?: string;
            /** @description id of the customer, account or bill that it is about */
            obligation?: string;
            /** @description Moment's id of the payment */
            payment_id?: string;
            /** @description Moment's id of the event */
            event_id?: string;
            /**
             * Format: date-time
             * @description since when it waits
             */
            since: string;
            /** @description how many whole days that is */
            age_days: number;
            /** @description what to do, while nobody has decided */
            proposal?: components["schemas"]["Proposal"];
            /** @description what a person can decide about it: of `adopt`, `apply_to`, `apply`, `dismiss`; empty where nothing is to be decided */
            actions: ("apply" | "apply_to" | "adopt" | "dismiss")[];
            /** @description what a person decided */
            resolution?: components["schemas"]["Resolution"];
            /** @description what happened, oldest first, as far as it is kept */
            history: components["schemas"]["HistoryLine"][];
            /** @description of an event: what Moment said */
            telling?: components["schemas"]["Telling"];
            /** @description who may be meant, up to ten, where it can be applied to another obligation */
            candidates?: components["schemas"]["Candidate"][];
        };
        HistoryLine: {
            /**
             * Format: date-time
             * @description when
             */
            at: string;
            /**
             * @description `signed`, `received`, `entered`, `decided`; `begun`; `at_moment` (what Moment had), `waits` (to be told)
             * @enum {string}
             */
            what: "signed" | "received" | "entered" | "decided" | "begun" | "at_moment" | "waits";
            /** @description more of it: of `received`, what became of the event */
            detail?: string;
            /** @description id of the entry */
            entry?: string;
            /** @description on which it is */
            obligation?: string;
            /** @description minor units: of `entered` that of the entry, of `at_moment` the balance */
            amount?: number;
            /** @description of the amount */
            currency?: string;
            /**
             * @description of `decided`: what
             * @enum {string}
             */
            action?: "apply" | "apply_to" | "adopt" | "dismiss";
            /** @description the same: who */
            actor?: string;
            /**
             * @description the same: why
             * @enum {string}
             */
            reason?: "new_charge" | "billing_error" | "goodwill" | "duplicate_payment" | "customer_request" | "write_off" | "cycle_refresh" | "paid_elsewhere" | "refunded" | "other";
            /** @description the same in their own words */
            note?: string;
        };
        Telling: {
            /** @description of the event */
            type?: string;
            /** @description of what was applied, or of the Payment Request */
            data_id?: string;
            /** @description of the payment */
            payment_id?: string;
            /** @description minor units */
            amount?: number;
            /** @description of the amount */
            currency?: string;
            /** @description when it was made */
            at?: string;
            /** @description what it was for */
            description?: string;
            /** @description customers, accounts and bills that it names */
            ids: string[];
            /** @description what may be an `external_reference`: members of such a name, and those of `metadata` */
            references: string[];
        };
        Candidate: {
            /** @description its id */
            obligation: string;
            /**
             * @description `customer`, `account` or `bill`
             * @enum {string}
             */
            kind: "customer" | "account" | "bill";
            /** @description your own name of it */
            external_reference: string;
            /** @description of its balance, and of the payment */
            currency: string;
            /** @description what is owed on it now */
            balance: number;
            /** @description `payment_request` (presented on it), `id`, `reference`, `open_request` (that much is asked for), `amount` (is owed) */
            because: ("payment_request" | "id" | "reference" | "open_request" | "amount")[];
        };
        /** @description nothing waits under this id; if it settled, `entry` names its entry: look at `GET /exceptions` */
        ExceptionNotFound: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "exception.not_found";
            detail: string;
            entry?: string;
            obligation?: string;
        };
        AgeingPage: {
            /** @description the day */
            as_of: components["schemas"]["Day"];
            /** @description that of the stage, in which it ended; a query for another one is refused */
            zone: string;
            /**
             * Format: date-time
             * @description when it was written down
             */
            taken_at: string;
            /** @description sums by currency of all, but of one whose sums are no exact number */
            data: components["schemas"]["AgeingSum"][];
            /** @description those of this page */
            obligations: components["schemas"]["AgedObligation"][];
            /** @description where the next page begins, or `null` after the last */
            next_cursor: string | null;
        };
        AgeingSum: {
            /** @description ISO 4217 */
            currency: string;
            /** @description what is not overdue, and credits */
            current: number;
            /** @description what is overdue by so many days */
            "1-30": number;
            /** @description the same */
            "31-60": number;
            /** @description the same */
            "61-90": number;
            /** @description what is overdue by more */
            over_90: number;
            /** @description all of these: what is owed */
            total: number;
        };
        AgedObligation: {
            /** @description Moment's id */
            id: string;
            /**
             * @description `customer`, `account` or `bill`
             * @enum {string}
             */
            kind: "customer" | "account" | "bill";
            /** @description your name of it */
            external_reference: string;
            /** @description of an account and a bill: whose it is */
            customer_id?: string;
            /** @description of the newest entry that is in it */
            sequence: number;
            /** @description as above, as is each of the others */
            currency: string;
            /** @description | */
            current: number;
            /** @description | */
            "1-30": number;
            /** @description | */
            "31-60": number;
            /** @description | */
            "61-90": number;
            /** @description | */
            over_90: number;
            /** @description the balance at the end of the day */
            total: number;
        };
        /** @description that day is not written down; there are `oldest` to `newest`: ask for one of these, or of one obligation */
        AgeingNotTaken: {
            title: string;
            /** @constant */
            status: 404;
            /** @constant */
            code: "ageing.not_taken";
            detail: string;
            oldest?: string;
            newest?: string;
        };
        Summary: {
            /**
             * Format: date-time
             * @description in UTC
             */
            from: string;
            /**
             * Format: date-time
             * @description the same
             */
            to: string;
            /** @description in which days begin and end */
            zone: string;
            /** @description a row for each day and currency in which something was entered */
            data: components["schemas"]["SummaryDay"][];
            /** @description what waits, whenever it came */
            waiting: components["schemas"]["Waiting"][];
        };
        SummaryDay: {
            /** @description on which they were entered */
            day: components["schemas"]["Day"];
            /** @description of them all */
            currency: string;
            /** @description balances that came in with new obligations */
            opening?: components["schemas"]["Moved"];
            /** @description what was paid */
            payment?: components["schemas"]["Moved"];
            /** @description what was charged */
            charge?: components["schemas"]["Moved"];
            /** @description what was corrected, and what put payments right */
            adjustment?: components["schemas"]["Moved"];
            /** @description what was undone, but payments */
            reversal?: components["schemas"]["Moved"];
            /** @description payments that went back */
            refund?: components["schemas"]["Moved"];
        };
        Moved: {
            count: number;
            amount?: number;
        };
        Waiting: {
            /** @description as told; left out where none was */
            currency?: string;
            /**
             * @description `unmatched`, `quarantined` or `stale`: what to do
             * @enum {string}
             */
            kind: "unmatched" | "quarantined" | "stale";
            /** @description how many events */
            count: number;
            /** @description what they tell of together: what was paid is positive; left out without a currency, and where it is no exact number */
            amount?: number;
            /**
             * Format: date-time
             * @description when the oldest came
             */
            oldest: string;
        };
        Ageing: {
            /** @description the day, `2026-11-28` */
            as_of: components["schemas"]["Day"];
            /** @description in which it ends */
            zone: string;
            /** @description sums by currency */
            data: components["schemas"]["AgeingSum"][];
            /** @description those of which it is the sum and whose balance is not zero: itself, accounts, bills */
            obligations: components["schemas"]["AgedObligation"][];
        };
        /** @description more than 1,000 accounts and bills hang on it: `GET /ageing` has all, page by page */
        AgeingTooMany: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "ageing.too_many";
            detail: string;
        };
        Decided: {
            /** @description of the exception */
            id: string;
            /** @description `action`, `at`, `actor`, `reason`, `note`, and the id of the `entry` that it made */
            resolution?: components["schemas"]["Resolution"];
            /**
             * @description of an adoption that did not settle the event: as what it waits now
             * @enum {string}
             */
            state?: "unmatched" | "quarantined" | "ignored" | "stale";
            /** @description and why */
            reason?: string;
            /** @description the entry, which says who decided, too */
            entry?: components["schemas"]["Entry"];
            /** @description what was adopted, as it was opened */
            obligation?: components["schemas"]["Customer"] | components["schemas"]["Account"] | components["schemas"]["Bill"];
        };
        /** @description somebody decided otherwise; `resolution` says who, what and why: nothing: it stays so */
        ExceptionResolved: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.resolved";
            detail: string;
            resolution: components["schemas"]["Resolution"];
        };
        /** @description it cannot be resolved like this; `actions` has what can: take one of `actions` */
        ExceptionNotResolvable: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.not_resolvable";
            detail: string;
            actions: ("apply" | "apply_to" | "adopt" | "dismiss")[];
        };
        /** @description its payment counts already, as `entry`, or was dismissed: dismiss it */
        ExceptionSettled: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.settled";
            detail: string;
            entry?: string;
        };
        /** @description the payment may be in one of `entries`: look there; if it is another, send them as `confirm` */
        ExceptionInDoubt: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.in_doubt";
            detail: string;
            entries: string[];
        };
        /** @description nobody here has the obligation: adopt or create it, or `apply_to` another */
        ExceptionObligationUnknown: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.obligation_unknown";
            detail: string;
        };
        /** @description the balance is in another currency: `apply_to` one in the payment's */
        ExceptionCurrencyDiffers: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.currency_differs";
            detail: string;
        };
        /** @description the payment's amount was put right before, by `entry`: adjust the balance for more */
        ExceptionAdjusted: {
            title: string;
            /** @constant */
            status: 409;
            /** @constant */
            code: "exception.adjusted";
            detail: string;
            entry: string;
        };
        Received: {
            /**
             * @description `true`
             * @constant
             */
            received: true;
        };
        /** @description one of the three `webhook-` headers is not there: send all three */
        DeliveryHeaderMissing: {
            title: string;
            /** @constant */
            status: 400;
            /** @constant */
            code: "delivery.header_missing";
            detail: string;
        };
        /** @description a header is not as Standard Webhooks has it, or is sent twice: mend the header that `detail` names */
        DeliveryHeaderMalformed: {
            title: string;
            /** @constant */
            status: 400;
            /** @constant */
            code: "delivery.header_malformed";
            detail: string;
        };
        /** @description it was signed too long ago: sign it anew for each try; compare the clocks */
        DeliveryStale: {
            title: string;
            /** @constant */
            status: 401;
            /** @constant */
            code: "delivery.stale";
            detail: string;
        };
        /** @description it was signed in the future: compare the clocks */
        DeliveryEarly: {
            title: string;
            /** @constant */
            status: 401;
            /** @constant */
            code: "delivery.early";
            detail: string;
        };
        /** @description no signature of version `v1`: sign with `v1` */
        DeliverySignatureUnsupported: {
            title: string;
            /** @constant */
            status: 401;
            /** @constant */
            code: "delivery.signature_unsupported";
            detail: string;
        };
        /** @description no active key made the signature: sign the body byte for byte; look which keys the secret holds */
        DeliverySignatureMismatch: {
            title: string;
            /** @constant */
            status: 401;
            /** @constant */
            code: "delivery.signature_mismatch";
            detail: string;
        };
        /** @description the sender is not in `webhookSources`: if it is Moment, add it (deploy.md) */
        DeliverySourceRefused: {
            title: string;
            /** @constant */
            status: 403;
            /** @constant */
            code: "delivery.source_refused";
            detail: string;
        };
        /** @description the event is larger than a message of the queue: ask Moment why; no event of theirs is near it */
        DeliveryTooLarge: {
            title: string;
            /** @constant */
            status: 413;
            /** @constant */
            code: "delivery.too_large";
            detail: string;
        };
        /** @description no key can be read: fill in the secret (deploy.md); Moment tries again */
        SigningKeysUnavailable: {
            title: string;
            /** @constant */
            status: 503;
            /** @constant */
            code: "signing_keys.unavailable";
            detail: string;
            request_id: string;
            idempotency_key?: string;
        };
        /** @description the queue did not take the event: nothing: Moment tries again */
        QueueUnavailable: {
            title: string;
            /** @constant */
            status: 503;
            /** @constant */
            code: "queue.unavailable";
            detail: string;
            request_id: string;
            idempotency_key?: string;
        };
        Description: {
            openapi: string;
            info: {
                title: string;
                version: string;
            } & {
                [key: string]: unknown;
            };
            paths: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description Nobody says who calls, or not so that it is believed */
        CallerUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description Whoever calls may not */
        CallerMayNot: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
        /** @description Too many requests */
        TooMany: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayMessage"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type NewCustomer = components['schemas']['NewCustomer'];
export type ExternalReference = components['schemas']['ExternalReference'];
export type Currency = components['schemas']['Currency'];
export type Metadata = components['schemas']['Metadata'];
export type AdoptedCustomer = components['schemas']['AdoptedCustomer'];
export type EffectiveAt = components['schemas']['EffectiveAt'];
export type CustomerUpdate = components['schemas']['CustomerUpdate'];
export type NewAccount = components['schemas']['NewAccount'];
export type AdoptedAccount = components['schemas']['AdoptedAccount'];
export type AccountUpdate = components['schemas']['AccountUpdate'];
export type NewBill = components['schemas']['NewBill'];
export type AdoptedBill = components['schemas']['AdoptedBill'];
export type BillUpdate = components['schemas']['BillUpdate'];
export type Presentation = components['schemas']['Presentation'];
export type Charge = components['schemas']['Charge'];
export type Adjustment = components['schemas']['Adjustment'];
export type Refresh = components['schemas']['Refresh'];
export type DayOrTime = components['schemas']['DayOrTime'];
export type ZoneName = components['schemas']['ZoneName'];
export type Reversal = components['schemas']['Reversal'];
export type Day = components['schemas']['Day'];
export type Decision = components['schemas']['Decision'];
export type AdoptionOfCustomer = components['schemas']['AdoptionOfCustomer'];
export type AdoptionOfAccount = components['schemas']['AdoptionOfAccount'];
export type AdoptionOfBill = components['schemas']['AdoptionOfBill'];
export type Customer = components['schemas']['Customer'];
export type PaymentRules = components['schemas']['PaymentRules'];
export type OwedAccount = components['schemas']['OwedAccount'];
export type OwedBill = components['schemas']['OwedBill'];
export type AtMoment = components['schemas']['AtMoment'];
export type RequestInvalid = components['schemas']['RequestInvalid'];
export type GatewayMessage = components['schemas']['GatewayMessage'];
export type AdoptionNotAtMoment = components['schemas']['AdoptionNotAtMoment'];
export type CustomerExists = components['schemas']['CustomerExists'];
export type CustomerExistsAtMoment = components['schemas']['CustomerExistsAtMoment'];
export type CustomerCreationPending = components['schemas']['CustomerCreationPending'];
export type AdoptionAmbiguous = components['schemas']['AdoptionAmbiguous'];
export type AdoptionContradicted = components['schemas']['AdoptionContradicted'];
export type RequestTooLarge = components['schemas']['RequestTooLarge'];
export type IdempotencyKeyReused = components['schemas']['IdempotencyKeyReused'];
export type MomentRefused = components['schemas']['MomentRefused'];
export type Internal = components['schemas']['Internal'];
export type MomentFailed = components['schemas']['MomentFailed'];
export type MomentUnauthorised = components['schemas']['MomentUnauthorised'];
export type MomentKeySpent = components['schemas']['MomentKeySpent'];
export type LedgerBusy = components['schemas']['LedgerBusy'];
export type MomentUnavailable = components['schemas']['MomentUnavailable'];
export type CustomersPage = components['schemas']['CustomersPage'];
export type CursorInvalid = components['schemas']['CursorInvalid'];
export type CustomerNotFound = components['schemas']['CustomerNotFound'];
export type Account = components['schemas']['Account'];
export type AccountExists = components['schemas']['AccountExists'];
export type AccountExistsAtMoment = components['schemas']['AccountExistsAtMoment'];
export type AccountCreationPending = components['schemas']['AccountCreationPending'];
export type AccountsPage = components['schemas']['AccountsPage'];
export type AccountNotFound = components['schemas']['AccountNotFound'];
export type Bill = components['schemas']['Bill'];
export type BillExists = components['schemas']['BillExists'];
export type BillExistsAtMoment = components['schemas']['BillExistsAtMoment'];
export type BillCreationPending = components['schemas']['BillCreationPending'];
export type BillsPage = components['schemas']['BillsPage'];
export type BillNotFound = components['schemas']['BillNotFound'];
export type PaymentRequest = components['schemas']['PaymentRequest'];
export type BalanceNotTracked = components['schemas']['BalanceNotTracked'];
export type BalanceNothingDue = components['schemas']['BalanceNothingDue'];
export type AmountExceedsBalance = components['schemas']['AmountExceedsBalance'];
export type AmountExceedsUnpresented = components['schemas']['AmountExceedsUnpresented'];
export type PresentationUnresolved = components['schemas']['PresentationUnresolved'];
export type PresentationNotReplaced = components['schemas']['PresentationNotReplaced'];
export type PresentedPage = components['schemas']['PresentedPage'];
export type Presented = components['schemas']['Presented'];
export type Entry = components['schemas']['Entry'];
export type IdempotencyKeyRequired = components['schemas']['IdempotencyKeyRequired'];
export type BalanceOutOfRange = components['schemas']['BalanceOutOfRange'];
export type Balance = components['schemas']['Balance'];
export type SequenceUnexpected = components['schemas']['SequenceUnexpected'];
export type BalanceAsOf = components['schemas']['BalanceAsOf'];
export type EntriesTooMany = components['schemas']['EntriesTooMany'];
export type EntryNotFound = components['schemas']['EntryNotFound'];
export type ReconciliationIdReused = components['schemas']['ReconciliationIdReused'];
export type EntryNotReversible = components['schemas']['EntryNotReversible'];
export type AmountExceedsEntry = components['schemas']['AmountExceedsEntry'];
export type EntriesPage = components['schemas']['EntriesPage'];
export type Statement = components['schemas']['Statement'];
export type Totals = components['schemas']['Totals'];
export type ExceptionsPage = components['schemas']['ExceptionsPage'];
export type Exception = components['schemas']['Exception'];
export type Proposal = components['schemas']['Proposal'];
export type Resolution = components['schemas']['Resolution'];
export type ExceptionStory = components['schemas']['ExceptionStory'];
export type HistoryLine = components['schemas']['HistoryLine'];
export type Telling = components['schemas']['Telling'];
export type Candidate = components['schemas']['Candidate'];
export type ExceptionNotFound = components['schemas']['ExceptionNotFound'];
export type AgeingPage = components['schemas']['AgeingPage'];
export type AgeingSum = components['schemas']['AgeingSum'];
export type AgedObligation = components['schemas']['AgedObligation'];
export type AgeingNotTaken = components['schemas']['AgeingNotTaken'];
export type Summary = components['schemas']['Summary'];
export type SummaryDay = components['schemas']['SummaryDay'];
export type Moved = components['schemas']['Moved'];
export type Waiting = components['schemas']['Waiting'];
export type Ageing = components['schemas']['Ageing'];
export type AgeingTooMany = components['schemas']['AgeingTooMany'];
export type Decided = components['schemas']['Decided'];
export type ExceptionResolved = components['schemas']['ExceptionResolved'];
export type ExceptionNotResolvable = components['schemas']['ExceptionNotResolvable'];
export type ExceptionSettled = components['schemas']['ExceptionSettled'];
export type ExceptionInDoubt = components['schemas']['ExceptionInDoubt'];
export type ExceptionObligationUnknown = components['schemas']['ExceptionObligationUnknown'];
export type ExceptionCurrencyDiffers = components['schemas']['ExceptionCurrencyDiffers'];
export type ExceptionAdjusted = components['schemas']['ExceptionAdjusted'];
export type Received = components['schemas']['Received'];
export type DeliveryHeaderMissing = components['schemas']['DeliveryHeaderMissing'];
export type DeliveryHeaderMalformed = components['schemas']['DeliveryHeaderMalformed'];
export type DeliveryStale = components['schemas']['DeliveryStale'];
export type DeliveryEarly = components['schemas']['DeliveryEarly'];
export type DeliverySignatureUnsupported = components['schemas']['DeliverySignatureUnsupported'];
export type DeliverySignatureMismatch = components['schemas']['DeliverySignatureMismatch'];
export type DeliverySourceRefused = components['schemas']['DeliverySourceRefused'];
export type DeliveryTooLarge = components['schemas']['DeliveryTooLarge'];
export type SigningKeysUnavailable = components['schemas']['SigningKeysUnavailable'];
export type QueueUnavailable = components['schemas']['QueueUnavailable'];
export type Description = components['schemas']['Description'];
export type ResponseCallerUnknown = components['responses']['CallerUnknown'];
export type ResponseCallerMayNot = components['responses']['CallerMayNot'];
export type ResponseTooMany = components['responses']['TooMany'];
export type $defs = Record<string, never>;
export interface operations {
    listCustomers: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description what the references begin with */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists customers in the order of their external_reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomersPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCustomer"] | components["schemas"]["AdoptedCustomer"];
            };
        };
        responses: {
            /** @description Creates a customer here and at Moment; with Moment's id, adopts what Moment has */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description adoption.not_at_moment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AdoptionNotAtMoment"];
                };
            };
            /** @description customer.exists, customer.exists_at_moment, customer.creation_pending, adoption.ambiguous, adoption.contradicted */
            409: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerExists"] | components["schemas"]["CustomerExistsAtMoment"] | components["schemas"]["CustomerCreationPending"] | components["schemas"]["AdoptionAmbiguous"] | components["schemas"]["AdoptionContradicted"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised, moment.key_spent */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"] | components["schemas"]["MomentKeySpent"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads a customer with the reconciled balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description Changes contact data or metadata of a customer, at Moment and here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description what the references begin with */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists accounts in the order of their external_reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"] | components["schemas"]["AdoptedAccount"];
            };
        };
        responses: {
            /** @description Creates an account here and at Moment; with Moment's id, adopts what Moment has */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found, adoption.not_at_moment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"] | components["schemas"]["AdoptionNotAtMoment"];
                };
            };
            /** @description customer.exists, customer.exists_at_moment, customer.creation_pending, account.exists, account.exists_at_moment, account.creation_pending, adoption.ambiguous, adoption.contradicted */
            409: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerExists"] | components["schemas"]["CustomerExistsAtMoment"] | components["schemas"]["CustomerCreationPending"] | components["schemas"]["AccountExists"] | components["schemas"]["AccountExistsAtMoment"] | components["schemas"]["AccountCreationPending"] | components["schemas"]["AdoptionAmbiguous"] | components["schemas"]["AdoptionContradicted"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised, moment.key_spent */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"] | components["schemas"]["MomentKeySpent"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads an account with the reconciled balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountUpdate"];
            };
        };
        responses: {
            /** @description Changes contact data or metadata of an account, at Moment and here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listBills: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description what the references begin with */
                prefix?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists bills in the order of their external_reference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BillsPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    createBill: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBill"] | components["schemas"]["AdoptedBill"];
            };
        };
        responses: {
            /** @description Creates a bill here and at Moment; with Moment's id, adopts what Moment has */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bill"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found, account.not_found, adoption.not_at_moment */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"] | components["schemas"]["AccountNotFound"] | components["schemas"]["AdoptionNotAtMoment"];
                };
            };
            /** @description customer.exists, customer.exists_at_moment, customer.creation_pending, account.exists, account.exists_at_moment, account.creation_pending, bill.exists, bill.exists_at_moment, bill.creation_pending, adoption.ambiguous, adoption.contradicted */
            409: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerExists"] | components["schemas"]["CustomerExistsAtMoment"] | components["schemas"]["CustomerCreationPending"] | components["schemas"]["AccountExists"] | components["schemas"]["AccountExistsAtMoment"] | components["schemas"]["AccountCreationPending"] | components["schemas"]["BillExists"] | components["schemas"]["BillExistsAtMoment"] | components["schemas"]["BillCreationPending"] | components["schemas"]["AdoptionAmbiguous"] | components["schemas"]["AdoptionContradicted"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised, moment.key_spent */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"] | components["schemas"]["MomentKeySpent"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getBill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads a bill with the reconciled balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bill"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    updateBill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BillUpdate"];
            };
        };
        responses: {
            /** @description Changes contact data or metadata of a bill, at Moment and here */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bill"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listCustomerPaymentRequests: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists what was presented of a customer, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentedPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    presentCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Presentation"];
            };
        };
        responses: {
            /** @description Presents the balance of a customer, or a part of it: a link to pay */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.nothing_due, amount.exceeds_balance, amount.exceeds_unpresented, presentation.unresolved, presentation.not_replaced */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceNothingDue"] | components["schemas"]["AmountExceedsBalance"] | components["schemas"]["AmountExceedsUnpresented"] | components["schemas"]["PresentationUnresolved"] | components["schemas"]["PresentationNotReplaced"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.key_spent, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentKeySpent"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listAccountPaymentRequests: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists what was presented of an account, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentedPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    presentAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Presentation"];
            };
        };
        responses: {
            /** @description Presents the balance of an account, or a part of it: a link to pay */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.nothing_due, amount.exceeds_balance, amount.exceeds_unpresented, presentation.unresolved, presentation.not_replaced */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceNothingDue"] | components["schemas"]["AmountExceedsBalance"] | components["schemas"]["AmountExceedsUnpresented"] | components["schemas"]["PresentationUnresolved"] | components["schemas"]["PresentationNotReplaced"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.key_spent, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentKeySpent"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listBillPaymentRequests: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists what was presented of a bill, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresentedPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    presentBill: {
        parameters: {
            query?: never;
            header?: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Presentation"];
            };
        };
        responses: {
            /** @description Presents the balance of a bill, or a part of it: a link to pay */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentRequest"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.nothing_due, amount.exceeds_balance, amount.exceeds_unpresented, presentation.unresolved, presentation.not_replaced */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceNothingDue"] | components["schemas"]["AmountExceedsBalance"] | components["schemas"]["AmountExceedsUnpresented"] | components["schemas"]["PresentationUnresolved"] | components["schemas"]["PresentationNotReplaced"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.key_spent, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentKeySpent"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description ledger.busy, moment.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"] | components["schemas"]["MomentUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    chargeCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Charge"];
            };
        };
        responses: {
            /** @description Raises what is owed on a customer */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    adjustCustomer: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adjustment"];
            };
        };
        responses: {
            /** @description Corrects what is owed on a customer, up or down */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getCustomerBalance: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["DayOrTime"];
                /** @description what had been recorded before it */
                known_at?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads the balance of a customer as of a moment, as far as was known at another */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceAsOf"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    refreshCustomerBalance: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Says what is owed on a customer from now on: the difference becomes an adjustment */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description Says what is owed on a customer from now on: the difference becomes an adjustment */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, sequence.unexpected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["SequenceUnexpected"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    reverseCustomerEntry: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
                /** @description the id of the entry, percent-encoded */
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reversal"];
            };
        };
        responses: {
            /** @description Undoes an entry of a customer, in part or whole; of a payment, as a refund */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Undoes an entry of a customer, in part or whole; of a payment, as a refund */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found, entry.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"] | components["schemas"]["EntryNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, reconciliation_id.reused, entry.not_reversible, amount.exceeds_entry */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["ReconciliationIdReused"] | components["schemas"]["EntryNotReversible"] | components["schemas"]["AmountExceedsEntry"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    chargeAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Charge"];
            };
        };
        responses: {
            /** @description Raises what is owed on an account */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    adjustAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adjustment"];
            };
        };
        responses: {
            /** @description Corrects what is owed on an account, up or down */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAccountBalance: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["DayOrTime"];
                /** @description what had been recorded before it */
                known_at?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads the balance of an account as of a moment, as far as was known at another */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceAsOf"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    refreshAccountBalance: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Says what is owed on an account from now on: the difference becomes an adjustment */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description Says what is owed on an account from now on: the difference becomes an adjustment */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, sequence.unexpected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["SequenceUnexpected"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    reverseAccountEntry: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
                /** @description the id of the entry, percent-encoded */
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reversal"];
            };
        };
        responses: {
            /** @description Undoes an entry of an account, in part or whole; of a payment, as a refund */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Undoes an entry of an account, in part or whole; of a payment, as a refund */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found, entry.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"] | components["schemas"]["EntryNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, reconciliation_id.reused, entry.not_reversible, amount.exceeds_entry */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["ReconciliationIdReused"] | components["schemas"]["EntryNotReversible"] | components["schemas"]["AmountExceedsEntry"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    chargeBill: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Charge"];
            };
        };
        responses: {
            /** @description Raises what is owed on a bill */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    adjustBill: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adjustment"];
            };
        };
        responses: {
            /** @description Corrects what is owed on a bill, up or down */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getBillBalance: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["DayOrTime"];
                /** @description what had been recorded before it */
                known_at?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads the balance of a bill as of a moment, as far as was known at another */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceAsOf"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    refreshBillBalance: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Says what is owed on a bill from now on: the difference becomes an adjustment */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description Says what is owed on a bill from now on: the difference becomes an adjustment */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, sequence.unexpected */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["SequenceUnexpected"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    reverseBillEntry: {
        parameters: {
            query?: never;
            header: {
                /** @description a new one for each request that is meant, a UUID is best; the same request under the same key happens once, for ever */
                "Idempotency-Key": string;
            };
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
                /** @description the id of the entry, percent-encoded */
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reversal"];
            };
        };
        responses: {
            /** @description Undoes an entry of a bill, in part or whole; of a payment, as a refund */
            200: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Undoes an entry of a bill, in part or whole; of a payment, as a refund */
            201: {
                headers: {
                    "idempotent-replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description request.invalid, idempotency_key.required */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["IdempotencyKeyRequired"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found, entry.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"] | components["schemas"]["EntryNotFound"];
                };
            };
            /** @description balance.not_tracked, balance.out_of_range, reconciliation_id.reused, entry.not_reversible, amount.exceeds_entry */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"] | components["schemas"]["ReconciliationIdReused"] | components["schemas"]["EntryNotReversible"] | components["schemas"]["AmountExceedsEntry"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listCustomerEntries: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists the entries of a customer, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntriesPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getCustomerStatement: {
        parameters: {
            query?: {
                /** @description where the period begins: a day, in the zone, or a moment with its offset; left out: with the first entry */
                from?: components["schemas"]["DayOrTime"];
                /** @description where it ends, and is not in it any more; left out: now */
                to?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description by which of the two times: when it was recorded, which are the books, or when it took effect */
                by?: "recorded" | "effective";
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads a period of a customer, oldest first, with the balances at both ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listAccountEntries: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists the entries of an account, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntriesPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAccountStatement: {
        parameters: {
            query?: {
                /** @description where the period begins: a day, in the zone, or a moment with its offset; left out: with the first entry */
                from?: components["schemas"]["DayOrTime"];
                /** @description where it ends, and is not in it any more; left out: now */
                to?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description by which of the two times: when it was recorded, which are the books, or when it took effect */
                by?: "recorded" | "effective";
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads a period of an account, oldest first, with the balances at both ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listBillEntries: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists the entries of a bill, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntriesPage"];
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getBillStatement: {
        parameters: {
            query?: {
                /** @description where the period begins: a day, in the zone, or a moment with its offset; left out: with the first entry */
                from?: components["schemas"]["DayOrTime"];
                /** @description where it ends, and is not in it any more; left out: now */
                to?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description by which of the two times: when it was recorded, which are the books, or when it took effect */
                by?: "recorded" | "effective";
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads a period of a bill, oldest first, with the balances at both ends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.not_tracked, entries.too_many, balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceNotTracked"] | components["schemas"]["EntriesTooMany"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listReconciledEntries: {
        parameters: {
            query: {
                /** @description the id of a row of Moment's reports */
                reconciliation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists the entries that a row of Moment's reports is: a payment and a refund at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntriesPage"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    listExceptions: {
        parameters: {
            query?: {
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
                /** @description those of one kind */
                kind?: "unmatched" | "quarantined" | "stale" | "intent" | "push" | "drift";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists what waits for a person, the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionsPage"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what waits for a person, with its history and what it may be about */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionStory"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description exception.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ExceptionNotFound"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAgeing: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["Day"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
                /** @description how many at most */
                limit?: number;
                /** @description next_cursor of the page before, as it came: another text is 400 cursor.invalid */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what was owed at the end of a day, by age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgeingPage"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid, cursor.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"] | components["schemas"]["CursorInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description ageing.not_taken */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AgeingNotTaken"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getSummary: {
        parameters: {
            query?: {
                /** @description where the period begins: a day, in the zone, or a moment with its offset; left out: with the first entry */
                from?: components["schemas"]["DayOrTime"];
                /** @description where it ends, and is not in it any more; left out: now */
                to?: components["schemas"]["DayOrTime"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums up what was recorded in a period, by day and currency, and what waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getCustomerAgeing: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["Day"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what is owed on a customer and on what hangs on it, by age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ageing"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description customer.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CustomerNotFound"];
                };
            };
            /** @description balance.out_of_range, ageing.too_many */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceOutOfRange"] | components["schemas"]["AgeingTooMany"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAccountAgeing: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["Day"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what is owed on an account and on what hangs on it, by age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ageing"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description account.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountNotFound"];
                };
            };
            /** @description balance.out_of_range, ageing.too_many */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceOutOfRange"] | components["schemas"]["AgeingTooMany"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getBillAgeing: {
        parameters: {
            query?: {
                /** @description of a balance, what had taken effect before this day or moment; of an age, the day, at its end */
                as_of?: components["schemas"]["Day"];
                /** @description an IANA name: where days begin; left out: the stage's */
                zone?: components["schemas"]["ZoneName"];
                /** @description whether a byte order mark comes first, as Excel wants it; of CSV alone */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reads what is owed on a bill and on what hangs on it, by age */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ageing"];
                    "text/csv": string;
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BillNotFound"];
                };
            };
            /** @description balance.out_of_range */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BalanceOutOfRange"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    resolveException: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Moment's id, or your external_reference */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"] | components["schemas"]["AdoptionOfCustomer"] | components["schemas"]["AdoptionOfAccount"] | components["schemas"]["AdoptionOfBill"];
            };
        };
        responses: {
            /** @description Decides about an event that waits for a person, once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decided"];
                };
            };
            /** @description request.invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestInvalid"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            /** @description exception.not_found, adoption.not_at_moment, customer.not_found, account.not_found, bill.not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ExceptionNotFound"] | components["schemas"]["AdoptionNotAtMoment"] | components["schemas"]["CustomerNotFound"] | components["schemas"]["AccountNotFound"] | components["schemas"]["BillNotFound"];
                };
            };
            /** @description exception.resolved, exception.not_resolvable, exception.settled, exception.in_doubt, exception.obligation_unknown, exception.currency_differs, exception.adjusted, adoption.ambiguous, adoption.contradicted, customer.exists, customer.creation_pending, account.exists, account.creation_pending, bill.exists, bill.creation_pending, balance.not_tracked, balance.out_of_range */
            409: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ExceptionResolved"] | components["schemas"]["ExceptionNotResolvable"] | components["schemas"]["ExceptionSettled"] | components["schemas"]["ExceptionInDoubt"] | components["schemas"]["ExceptionObligationUnknown"] | components["schemas"]["ExceptionCurrencyDiffers"] | components["schemas"]["ExceptionAdjusted"] | components["schemas"]["AdoptionAmbiguous"] | components["schemas"]["AdoptionContradicted"] | components["schemas"]["CustomerExists"] | components["schemas"]["CustomerCreationPending"] | components["schemas"]["AccountExists"] | components["schemas"]["AccountCreationPending"] | components["schemas"]["BillExists"] | components["schemas"]["BillCreationPending"] | components["schemas"]["BalanceNotTracked"] | components["schemas"]["BalanceOutOfRange"];
                };
            };
            /** @description request.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RequestTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description idempotency_key.reused, moment.refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["MomentRefused"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description moment.failed, moment.key_spent, moment.unauthorised */
            502: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentFailed"] | components["schemas"]["MomentKeySpent"] | components["schemas"]["MomentUnauthorised"];
                };
            };
            /** @description moment.unavailable, ledger.busy, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MomentUnavailable"] | components["schemas"]["LedgerBusy"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    deliverEvent: {
        parameters: {
            query?: never;
            header: {
                /** @description id of the message, the same each time that it is sent */
                "webhook-id": string;
                /** @description when this try was signed, seconds since 1970 */
                "webhook-timestamp": string;
                /** @description v1, and the HMAC in base64: docs/signing.md */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes an event of Moment's, by its signature */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            /** @description delivery.header_missing, delivery.header_malformed */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeliveryHeaderMissing"] | components["schemas"]["DeliveryHeaderMalformed"];
                };
            };
            /** @description delivery.stale, delivery.early, delivery.signature_unsupported, delivery.signature_mismatch */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeliveryStale"] | components["schemas"]["DeliveryEarly"] | components["schemas"]["DeliverySignatureUnsupported"] | components["schemas"]["DeliverySignatureMismatch"];
                };
            };
            /** @description delivery.source_refused */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeliverySourceRefused"];
                };
            };
            /** @description delivery.too_large, the body is larger than 10 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeliveryTooLarge"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description signing_keys.unavailable, queue.unavailable, no function answered in time */
            503: {
                headers: {
                    "retry-after"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SigningKeysUnavailable"] | components["schemas"]["QueueUnavailable"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    describeApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document: what the API is, of the release that is deployed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Description"];
                };
            };
            401: components["responses"]["CallerUnknown"];
            403: components["responses"]["CallerMayNot"];
            429: components["responses"]["TooMany"];
            /** @description internal, no function answered */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Internal"];
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
}
