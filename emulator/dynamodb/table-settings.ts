import type { Input, Output } from 'dynalite/db/index.js';
import type { Engine } from './engine.ts';
import { findTable } from './tables.ts';

type TimeToLive = { readonly AttributeName: string; readonly Enabled: boolean };

/** Settings that templates ask for and nothing here acts upon. They last until the engine closes. */
export class TableSettings {
  readonly #timeToLive = new Map<string, TimeToLive>();
  readonly #recovery = new Map<string, boolean>();

  async updateTimeToLive({ store }: Engine, input: Input): Promise<Output> {
    const { TableName } = findTable(store, input['TableName']);
    const TimeToLiveSpecification = input['TimeToLiveSpecification'] as TimeToLive;
    this.#timeToLive.set(TableName, TimeToLiveSpecification);
    return { TimeToLiveSpecification };
  }

  async describeTimeToLive({ store }: Engine, input: Input): Promise<Output> {
    const { TableName } = findTable(store, input['TableName']);
    const { AttributeName, Enabled } = this.#timeToLive.get(TableName) ?? {};
    const TimeToLiveDescription = Enabled
      ? { TimeToLiveStatus: 'ENABLED', AttributeName }
      : { TimeToLiveStatus: 'DISABLED' };
    return { TimeToLiveDescription };
  }

  async updateContinuousBackups(engine: Engine, input: Input): Promise<Output> {
    const { TableName } = findTable(engine.store, input['TableName']);
    const asked = input['PointInTimeRecoverySpecification'] as Record<string, unknown> | undefined;
    this.#recovery.set(TableName, asked?.['PointInTimeRecoveryEnabled'] === true);
    return this.describeContinuousBackups(engine, input);
  }

  async describeContinuousBackups({ store }: Engine, input: Input): Promise<Output> {
    const { TableName } = findTable(store, input['TableName']);
    const status = this.#recovery.get(TableName) ? 'ENABLED' : 'DISABLED';
    return {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
      },
    };
  }
}
