import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { kindOf, type ObligationKind } from '#shared/models/obligation-id.ts';
import type { AdoptionAsked } from '#shared/use-cases/exceptions/adopt-exception.ts';
import { toAdopted, toAdoptedBill } from './adopted-body.ts';
import { readJsonBody } from './read-request.ts';
import { ADOPTION_REQUESTS } from './resolution-schemas.ts';

const Named = z.looseObject({ adopt: z.optional(z.looseObject({ id: z.optional(z.unknown()) })) });

/** What is to be adopted: of which kind it is its id tells. @throws ServiceError with all problems at once */
export function readAdoption(
  event: APIGatewayProxyEventV2,
  now: number,
): Omit<AdoptionAsked, 'actor'> {
  const kind = kindNamed(event);
  switch (kind) {
    case 'customer': {
      const { adopt, ...why } = readJsonBody(event, ADOPTION_REQUESTS.customer);
      return { ...why, adopt: { kind, ...toAdopted(adopt, now) } };
    }
    case 'account': {
      const { adopt, ...why } = readJsonBody(event, ADOPTION_REQUESTS.account);
      return { ...why, adopt: { kind, ...toAdopted(adopt, now) } };
    }
    case 'bill': {
      const { adopt, ...why } = readJsonBody(event, ADOPTION_REQUESTS.bill);
      return { ...why, adopt: { kind, ...toAdoptedBill(adopt, now) } };
    }
  }
}

function kindNamed(event: APIGatewayProxyEventV2): ObligationKind {
  return kindOf(String(readJsonBody(event, Named).adopt?.id));
}
