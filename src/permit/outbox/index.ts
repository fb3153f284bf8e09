/** Events that leave the house: written with the change, delivered at least once, in the order of their file. */
export { appendEvent, type OutgoingEvent } from './append.ts';
export { dueDeliveries } from './claim.ts';
export { type Deliverer, deliverDue, keepDelivering, type Send } from './deliver.ts';
export {
  addMailReceiver,
  isMail,
  type Letter,
  type Mailer,
  type PostLetter,
  sendLetter,
} from './mail.ts';
export { networkList } from './networks.ts';
export { POST_LIMITS, postWithin, resolveHost } from './post.ts';
export {
  addReceiver,
  addressTold,
  endReceiver,
  listReceivers,
  type Receiver,
  type ReceiverView,
  receiverProblems,
} from './receivers.ts';
export { replayDead, skipDead } from './settle.ts';
export { actionToFollow, MOVED, PLAN_CHANGED, TOPICS } from './topics.ts';
export { type Outside, sendWebhook, whyUnserved } from './webhook.ts';
