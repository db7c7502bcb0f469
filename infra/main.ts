import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readStage } from './config.ts';
import { MomentBalancesStack } from './stack.ts';

const app = new App();
const { stage, config } = readStageOrEnd(app.node.tryGetContext('stage'));

const stack = new MomentBalancesStack(app, `moment-balances-${stage}`, {
  config,
  description: 'Customer balances for Moment, reconciled exactly once',
});
Tags.of(stack).add('app', 'moment-balances');
Tags.of(stack).add('stage', stage);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

/** Whoever wrote the settings wants the words alone; of all else that fails, the place too. */
function readStageOrEnd(name: unknown): ReturnType<typeof readStage> {
  try {
    return readStage(name);
  } catch (error) {
    if (!(error instanceof Error) || Object.getPrototypeOf(error) !== Error.prototype) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
