import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readStage } from './config.ts';
import { MomentBalancesStack } from './stack.ts';

const app = new App();
const { stage, config } = readStage(app.node.tryGetContext('stage'));

const stack = new MomentBalancesStack(app, `moment-balances-${stage}`, {
  config,
  description: 'Customer balances for Moment, reconciled exactly once',
});
Tags.of(stack).add('app', 'moment-balances');
Tags.of(stack).add('stage', stage);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
